package import Accounts
package import Core
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
    variants =
      fields.has("variants")
      ? fields.variants("variants")
      : post.deliveries.filter { accountIDs.contains($0.account) }
        .map { ($0.account, $0.variant, "/variants/\($0.account)") }
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
    var errors = errors + complaints(content.media, among: media, at: "/content")
    for variant in variants {
      let own = Content(text: "").applying(variant: variant.variant).media
      errors += complaints(own, among: media, at: variant.pointer)
    }
    let library = Dictionary(media.map { ($0.id, $0.media) }) { first, _ in first }
    if hasNewTime, let scheduledAt, scheduledAt <= now {
      errors.append(FieldError("/scheduled_at", "past", "This time is over."))
    }
    var targets: [ValidPost.Target] = []
    for (index, id) in accountIDs.enumerated() {
      guard let account = accounts.first(where: { $0.id == id && $0.workspace == workspace }) else {
        errors.append(
          FieldError(
            "/account_ids/\(index)", "unknown_account", "There is no such account in this workspace."))
        continue
      }
      if account.state != "connected" {
        errors.append(
          FieldError(
            "/account_ids/\(index)", "account_\(account.state)", "\(account.name) must be connected again."))
      }
      let variant = variants.first { $0.account == id }
      let effective = content.applying(variant: variant?.variant ?? [:]).resolved { library[$0] }
      targets.append(
        ValidPost.Target(account: account, variant: variant?.variant ?? [:], content: effective))
      errors += violations(of: effective, account, variant, rules)
    }
    for variant in variants where !accountIDs.contains(variant.account) {
      errors.append(FieldError(variant.pointer, "unknown_account", "This account is not among account_ids."))
    }
    if !errors.isEmpty { throw .invalid(errors) }
    return ValidPost(workspace: workspace, content: content, targets: targets, scheduledAt: scheduledAt)
  }

  /// The files of the library that this names.
  package var mediaIDs: [UUID] {
    let all = [content] + variants.map { Content(text: "").applying(variant: $0.variant) }
    return all.flatMap { $0.media.compactMap(\.id) }
  }

  /// Files that are not there, or cannot be used.
  private func complaints(_ media: [Media], among known: [MediaItem], at pointer: String) -> [FieldError] {
    media.enumerated().compactMap { index, item in
      guard let id = item.id else { return nil }
      let path = "\(pointer)/media/\(index)/id"
      switch known.first(where: { $0.id == id && $0.workspace == workspace })?.state {
      case "ready": return nil
      case "pending":
        return FieldError(path, "media_pending", "It is not uploaded yet, or still being looked at.")
      case "rejected": return FieldError(path, "media_rejected", "It was refused: upload another.")
      default: return FieldError(path, "unknown_media", "There is no such file in this workspace.")
      }
    }
  }

  /// A complaint about a member that the variant gives points into the variant, else into the base content.
  private func violations(
    of effective: Content, _ account: Account, _ variant: (account: UUID, variant: JSON, pointer: String)?,
    _ rules: Platforms
  ) -> [FieldError] {
    let platform = rules[account.platform]
    // Of the files as they will be when a variant is made of them.
    let found = platform.map { $0.violations(of: $0.planned(effective), at: "") } ?? []
    return found.map { error in
      let member = error.pointer.split(separator: "/").first.map(String.init) ?? ""
      let isVariant = variant?.variant[member] != nil
      let base = isVariant ? variant?.pointer ?? "" : "/content"
      return FieldError(base + error.pointer, error.code, "\(account.name): \(error.detail)")
    }
  }
}

/// A post that may be stored.
package struct ValidPost {
  package struct Target {
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
