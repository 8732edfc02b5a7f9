package import Core

/// Why a platform did not do what it was asked, in classes that tell what to do next.
package struct PlatformError: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// The token is expired or revoked: the account must be connected again.
    case reauthorize
    /// A scope or role is missing: connect again with wider permission.
    case permission
    /// A limit, with the time when it is lifted if the platform said so.
    case rateLimited(until: Instant?)
    /// The quota of a day or a month is used up, with the time when it begins anew.
    case quotaExhausted(until: Instant)
    /// The platform says that it has this very content already.
    case duplicate
    case contentRejected
    case mediaRejected
    /// The platform restricts the account; only the platform can lift it.
    case accountRestricted
    /// What the request names is not there: a board, a page, a post to answer.
    case notFound
    /// Our registration with the platform is at fault (keys, version, review): every account is affected.
    case application
    /// A limit of our registration, which holds for all accounts, with the time when it is lifted.
    case applicationLimited(until: Instant)
    /// No effect; may succeed later. The platform's own doing.
    case transient
    /// The same, since an address that the post names gives nothing now.
    case mediaUnavailable
    /// The same, since something of ours gives nothing now.
    case storeUnavailable
    /// The same, since the account's tokens cannot be renewed now.
    case accessUnavailable
    /// The request may have had its effect: read back, never retry blindly.
    case unknownOutcome
    /// Anything else. Not retried.
    case permanent
  }

  package let kind: Kind
  /// The platform's own code: `190/463`, `duplicate`, `http_503`.
  package let code: String
  /// A plain sentence for the person who looks at the delivery.
  package let detail: String
  package let status: Int?

  /// What the platform says is cut to what a person reads, and to what can be stored.
  package init(_ kind: Kind, code: String, detail: String, status: Int? = nil) {
    self.kind = kind.bounded
    self.code = code.oneLine(upTo: 100)
    self.detail = detail.oneLine(upTo: 1000)
    self.status = status
  }

  /// Whether the access is lost for good, so that only the person can restore it.
  package var isDefinitive: Bool { kind == .reauthorize || kind == .permission }

  /// Whose doing it is, which tells whom it may hold up: only what is the platform's holds up everybody.
  package var cause: Cause {
    switch kind {
    case .reauthorize, .permission, .rateLimited, .quotaExhausted, .accountRestricted, .accessUnavailable:
      .account
    case .duplicate, .contentRejected, .mediaRejected, .notFound, .mediaUnavailable, .permanent: .content
    case .application, .applicationLimited, .storeUnavailable: .ours
    case .transient, .unknownOutcome: .platform
    }
  }

  package enum Cause: Sendable {
    /// Our registration's, our store's.
    case ours
    /// What the post says and names, addresses of media included.
    case content
    /// The account's on its platform.
    case account
    case platform
  }

  /// Whether it is what a platform that works has said. What media or tokens did not bring has no status, or says nothing
  /// of it.
  package var isPlatformsAnswer: Bool {
    kind != .accessUnavailable && cause != .platform && status.map { $0 < 500 } ?? false
  }

  /// The stable code of our API, the same for every platform.
  package var apiCode: String {
    switch kind {
    case .reauthorize: "reauthorize"
    case .permission: "permission_missing"
    case .rateLimited: "rate_limited"
    case .duplicate: "duplicate_content"
    case .contentRejected: "content_rejected"
    case .mediaRejected: "media_rejected"
    case .accountRestricted: "account_restricted"
    case .quotaExhausted: "quota_exhausted"
    case .notFound: "not_found_on_platform"
    case .application: "application_refused"
    case .applicationLimited: "application_limited"
    case .transient, .accessUnavailable: "platform_unavailable"
    case .mediaUnavailable: "media_unavailable"
    case .storeUnavailable: "storage_unavailable"
    case .unknownOutcome: "outcome_unknown"
    case .permanent: "platform_refused"
    }
  }

  /// The code for a grant that the platform gave nothing to renew with.
  package static let notRenewable = "no_refresh_token"

  /// For what a platform has no call for.
  package static func unsupported(_ detail: String) -> PlatformError {
    PlatformError(.permanent, code: "not_supported", detail: detail)
  }

  /// What a person does about an error with this `apiCode`; nil when nothing has to be done, or nobody knows.
  package static func remedy(for apiCode: String) -> String? {
    switch apiCode {
    case "reauthorize": "Connect the account again."
    case "permission_missing": "Connect the account again and grant every permission that is asked for."
    case "duplicate_content": "Change the text, or leave it: the platform has it already."
    case "content_rejected": "Change what the platform complains of, then publish again."
    case "media_rejected": "Replace or convert the media, then publish again."
    case "account_restricted": "Open the platform's own site or app and follow what it asks of the account."
    case "media_unavailable": "See that the address of the media answers, or upload the file instead."
    case "not_found_on_platform": "Choose another target: it was removed on the platform."
    case "application_refused": "An operator has to check the application's registration with the platform."
    case "needs_review", "outcome_unknown":
      "Look at the account on the platform, then say whether it is live."
    default: nil
    }
  }
}

extension PlatformError.Kind {
  /// No window of these platforms is longer than a day, nor a quota's than a month: a wrong number in a header must not
  /// silence an account for years.
  fileprivate var bounded: PlatformError.Kind {
    switch self {
    case .rateLimited(let until): .rateLimited(until: until.map { min($0, .now() + .seconds(25 * 3600)) })
    case .quotaExhausted(let until): .quotaExhausted(until: min(until, .now() + .seconds(32 * 86_400)))
    default: self
    }
  }
}
