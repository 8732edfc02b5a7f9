package import Accounts
package import Core
package import Database
package import MediaLibrary
package import Platforms

/// What a person wants posted, read from a request but not yet checked against their accounts.
package struct PostDraft {
  package let workspace: UUID
  package let accountIDs: [UUID]
  private let content: Content
  private let variants: [(account: UUID, variant: JSON, pointer: String)]
  private let scheduledAt: Instant?
  private let hasNewTime: Bool
  /// Accounts on which it is out: nothing that stands against it there matters any more.
  private let settled: Set<UUID>
  private var errors: [FieldError]

  /// Reads the body of `POST /v1/posts`.
  package init(_ body: JSON) {
    var fields = Fields(of: body)
    workspace = fields.uuid("workspace_id")
    content = fields.content("content")
    accountIDs = fields.accountIDs("account_ids")
    variants = fields.variants("variants")
    scheduledAt = fields.optionalInstant("scheduled_at")
    hasNewTime = scheduledAt != nil
    settled = []
    fields.refuseOthers()
    errors = fields.errors
  }

  /// Reads the body of `PATCH /v1/posts/{id}`, laid over the post as it stands.
  package init(_ patch: JSON, over post: Post) {
    var fields = Fields(of: patch)
    workspace = post.workspace
    content = fields.has("content") ? fields.content("content", over: post.content) : post.content
    let accountIDs =
      fields.has("account_ids") ? fields.accountIDs("account_ids") : post.deliveries.map(\.account)
    self.accountIDs = accountIDs
    let given = fields.has("variants") ? fields.variants("variants") : []
    // What is out keeps its own also when the others get new ones.
    let kept = post.deliveries.filter { delivery in
      accountIDs.contains(delivery.account) && (!fields.has("variants") || delivery.isOut)
        && !given.contains { $0.account == delivery.account }
    }
    variants = given + kept.map { ($0.account, $0.variant, "/variants/\($0.account)") }
    settled = Set(post.deliveries.filter(\.isOut).map(\.account))
    hasNewTime = fields.has("scheduled_at")
    if hasNewTime {
      scheduledAt = fields.instant("scheduled_at")
    } else {
      scheduledAt = post.scheduledAt
    }
    fields.refuseOthers()
    errors = fields.errors
  }

  /// The post, or a problem that names every field that is wrong: what could not be read, accounts that are
  /// not there, and everything the platforms would refuse.
  package func validated(
    accounts: [Account], media: [MediaItem], rules: Platforms, now: Instant
  ) throws(Problem) -> ValidPost {
    let preflight = preflight(accounts: accounts, media: media, rules: rules, now: now)
    let errors = errors + preflight.violations(except: settled)
    if !errors.isEmpty { throw .invalid(errors) }
    return ValidPost(
      workspace: workspace, content: content, targets: preflight.accounts.map(\.target),
      scheduledAt: scheduledAt)
  }

  /// This draft, or a problem that names every field that could not be read.
  package func readable() throws(Problem) -> PostDraft {
    if !errors.isEmpty { throw .invalid(errors) }
    return self
  }

  /// What one account gets of it; nil when it is not among them.
  package func content(for account: UUID) -> Content? {
    guard accountIDs.contains(account) else { return nil }
    return content.applying(variant: variants.first { $0.account == account }?.variant ?? [:])
  }

  /// What stands against the post as it was read, by what is known of its accounts and files.
  package func preflight(
    accounts: [Account], media: [MediaItem], rules: Platforms, now: Instant
  ) -> Preflight {
    var violations: [FieldError] = []
    if hasNewTime, let scheduledAt, scheduledAt <= now {
      violations.append(FieldError("/scheduled_at", "past", "This time is over."))
    }
    var checked: [AccountPreflight] = []
    for (index, id) in accountIDs.enumerated() {
      let pointer = "/account_ids/\(index)"
      guard let account = accounts.first(where: { $0.id == id && $0.workspace == workspace }) else {
        violations.append(
          FieldError(pointer, "unknown_account", "There is no such account in this workspace."))
        continue
      }
      let variant = variants.first { $0.account == id }
      let draft = AccountDraft(
        account, at: pointer, content, variant: variant?.variant ?? [:], in: variant?.pointer ?? "")
      checked.append(AccountPreflight(draft, media: media, rules: rules, at: scheduledAt))
    }
    for variant in variants where !accountIDs.contains(variant.account) {
      violations.append(
        FieldError(variant.pointer, "unknown_account", "This account is not among account_ids."))
    }
    // Also of content that no account takes.
    let known = checked.flatMap(\.violations)
    violations += fileViolations(among: media).filter { !known.contains($0) }
    violations += rules.sources.violations(of: content, at: "/content").filter { wrong in
      !known.contains { $0.pointer == wrong.pointer && $0.code == wrong.code }
    }
    return Preflight(violations: violations, accounts: checked)
  }

  private func fileViolations(among media: [MediaItem]) -> [FieldError] {
    variants.reduce(media.violations(of: content, in: workspace) { "/content" + $0 }) { found, variant in
      let own = Content(text: "").applying(variant: variant.variant)
      return found + media.violations(of: own, in: workspace) { variant.pointer + $0 }
    }
  }

  /// The files of the library that this names.
  package var mediaIDs: [UUID] {
    let all = [content] + variants.map { Content(text: "").applying(variant: $0.variant) }
    return all.flatMap { $0.media.compactMap(\.id) }
  }
}

extension PostDraft {
  /// The same by what the database says of accounts and files.
  package func preflight(in session: Session, rules: Platforms, now: Instant) throws -> Preflight {
    let (accounts, media) = try belongings(in: session)
    return preflight(accounts: accounts, media: media, rules: rules, now: now)
  }

  /// The post, or a problem that names every field that is wrong.
  package func validated(in session: Session, rules: Platforms, now: Instant) throws -> ValidPost {
    let (accounts, media) = try belongings(in: session)
    return try validated(accounts: accounts, media: media, rules: rules, now: now)
  }

  private func belongings(in session: Session) throws -> ([Account], [MediaItem]) {
    let ids = mediaIDs
    return (
      try AccountStore(session).find(accountIDs), ids.isEmpty ? [] : try MediaStore(session).find(ids)
    )
  }
}

/// A post that may be stored.
package struct ValidPost: Sendable {
  package struct Target: Sendable {
    package let account: Account
    package let variant: JSON
    /// The post as this account gets it.
    package let content: Content
  }

  package let workspace: UUID
  package let content: Content
  package let targets: [Target]
  package let scheduledAt: Instant?
}
