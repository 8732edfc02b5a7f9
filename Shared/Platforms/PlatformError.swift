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
    /// The platform says that it has this very content already.
    case duplicate
    case contentRejected
    case mediaRejected
    /// The platform restricts the account; only the platform can lift it.
    case accountRestricted
    /// No effect; may succeed later.
    case transient
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

  package init(_ kind: Kind, code: String, detail: String, status: Int? = nil) {
    self.kind = kind
    self.code = code
    self.detail = detail
    self.status = status
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
    case .transient: "platform_unavailable"
    case .unknownOutcome: "outcome_unknown"
    case .permanent: "platform_refused"
    }
  }
}
