package import Accounts
package import Core
package import MediaLibrary
package import Platforms

/// What keeps a post from being published, account by account. The same at composing, at scheduling, for whoever
/// asks in between, and shortly before the time.
package struct Preflight: Sendable {
  /// What concerns no single account: accounts that are not there, a time that is over.
  package let violations: [FieldError]
  package let accounts: [AccountPreflight]

  /// Everything that stands against the post, once each.
  package var allViolations: [FieldError] { violations(except: []) }

  /// Without what stands against it on some accounts.
  func violations(except settled: Set<UUID>) -> [FieldError] {
    accounts.filter { !settled.contains($0.target.account.id) }.flatMap(\.violations)
      .reduce(into: violations) { all, violation in
        if !all.contains(violation) { all.append(violation) }
      }
  }

  package var json: JSON {
    [
      "publishable": .bool(allViolations.isEmpty), "violations": .array(violations.map(\.json)),
      "accounts": .array(accounts.map(\.json)),
    ]
  }
}

/// What keeps a post from being published on one account.
package struct AccountPreflight: Sendable {
  package let target: ValidPost.Target
  package let violations: [FieldError]
  /// What may make it late, or keep it from being published unless somebody acts before its time.
  package let warnings: [FieldError]
  /// Pointers are those of the request, into the variant where that gives the text.
  private let texts: [TextMeasure]
  private let place: ContentPlace

  /// `at` is when it is to be published; nil for a draft.
  package init(_ draft: AccountDraft, media: [MediaItem], rules: Platforms, at time: Instant?) {
    let content = draft.content.applying(variant: draft.variant).resolved(among: media)
    let connector = rules[draft.account.platform]
    target = ValidPost.Target(account: draft.account, variant: draft.variant, content: content)
    place = draft.place
    texts = connector?.measures(of: content) ?? []
    let account = draft.account
    // Of the files as they will be when a variant is made of them.
    let planned =
      (connector.map { $0.violations(of: $0.planned(content), at: "") } ?? [])
      + rules.sources.violations(of: content, at: "")
    let refused = planned.map { error in
      FieldError(draft.place.path(error.pointer), error.code, "\(account.name): \(error.detail)")
    }
    let obstacles = connector.map { media.obstacles(to: content, for: $0) } ?? []
    violations =
      account.violations(of: content, at: draft.pointer)
      + media.violations(of: content, in: account.workspace, at: draft.place.path) + refused
      + obstacles.map { FieldError(draft.place.path($0.pointer), $0.code, "\(account.name): \($0.detail)") }
    warnings = account.warnings(at: draft.pointer, for: time)
  }

  package var json: JSON {
    let account = target.account
    return [
      "account_id": JSON(describing: account.id), "platform": .string(account.platform),
      "name": .string(account.name), "publishable": .bool(violations.isEmpty),
      "violations": .array(violations.map(\.json)), "warnings": .array(warnings.map(\.json)),
      "texts": .array(texts.map(json)),
    ]
  }

  private func json(_ text: TextMeasure) -> JSON {
    [
      "pointer": .string(place.path(text.pointer)), "unit": .string(text.unit.rawValue),
      "length": JSON(text.length), "limit": JSON(text.limit), "remaining": JSON(text.remaining),
    ]
  }
}

/// What is to be published on one account, before anything is checked.
package struct AccountDraft: Sendable {
  let account: Account
  /// Where the account stands in the request.
  let pointer: String
  let content: Content
  let variant: JSON
  let place: ContentPlace

  package init(_ account: Account, at pointer: String, _ content: Content, variant: JSON, in place: String) {
    self.account = account
    self.pointer = pointer
    self.content = content
    self.variant = variant
    self.place = ContentPlace(variant: variant, pointer: place)
  }

  /// The files of the library that it names.
  package var mediaIDs: [UUID] { content.applying(variant: variant).media.compactMap(\.id) }

}

extension [MediaItem] {
  /// Files of which a variant is needed that was tried, and will never be.
  func obstacles(to content: Content, for connector: any Connector) -> [FieldError] {
    content.media.enumerated().compactMap { index, media in
      guard let need = connector.need(for: media, in: content),
        let sentence = first(where: { $0.id == media.id })?.obstacle(to: need)
      else { return nil }
      return FieldError("/media/\(index)/id", "not_convertible", sentence)
    }
  }

  /// Files that `content` names and that are not there, or cannot be used.
  func violations(of content: Content, in workspace: UUID, at path: (String) -> String) -> [FieldError] {
    content.media.enumerated().compactMap { index, item in
      guard let id = item.id else { return nil }
      let place = path("/media/\(index)/id")
      switch first(where: { $0.id == id && $0.workspace == workspace })?.state {
      case "ready": return nil
      case "pending":
        return FieldError(place, "media_pending", "It is not uploaded yet, or still being looked at.")
      case "rejected": return FieldError(place, "media_rejected", "It was refused: upload another.")
      default: return FieldError(place, "unknown_media", "There is no such file in this workspace.")
      }
    }
  }
}

/// Where a member of an account's content stands in a request: in its variant when that gives it, else in the base
/// content.
struct ContentPlace: Sendable {
  let variant: JSON
  /// Of the variant.
  let pointer: String

  /// `path` is below the content: `/text`, `/media/2`.
  func path(_ path: String) -> String {
    let member = path.split(separator: "/").first.map(String.init) ?? ""
    return (variant[member] == nil ? "/content" : pointer) + path
  }
}
