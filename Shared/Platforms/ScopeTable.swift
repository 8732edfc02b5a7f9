package import Core

/// What an account is used for; each needs permissions of its own.
package enum Capability: String, CaseIterable, Sendable {
  case publish
  /// Images and videos of posts.
  case media
  /// First comments.
  case comment
  /// Looking at what was published, to find out what became of a lost answer.
  case read
  /// Renewing the access without the person.
  case renew

  /// What happens without it.
  fileprivate var loss: String {
    switch self {
    case .publish: "nothing can be published"
    case .media: "posts with images or videos cannot be published"
    case .comment: "first comments cannot be published"
    case .read: "what became of a lost answer cannot be found out"
    case .renew: "the access ends soon and cannot be renewed"
    }
  }
}

/// The permissions that are asked for on a platform's consent page, in its own words, and what each of them is for.
package struct ScopeTable: Sendable {
  package struct Entry: Sendable {
    let name: String
    let uses: [Capability]
    /// The kinds of identities that need it; nil for all.
    let kinds: [String]?

    /// One that is for nothing is asked for and not missed.
    static func scope(_ name: String, for uses: Capability..., of kinds: [String]? = nil) -> Entry {
      Entry(name: name, uses: uses, kinds: kinds)
    }
  }

  /// For people: "X".
  let platform: String
  private let entries: [Entry]

  init(_ platform: String, _ entries: [Entry]) {
    self.platform = platform
    self.entries = entries
  }

  /// What the consent page asks for.
  var requested: [String] { entries.map(\.name) }

  /// What the use needs of this kind of identity and was not granted. Without a kind, what all kinds need. Where the platform
  /// does not say what was granted, it is what was asked for (RFC 6749 5.1).
  package func missing(_ granted: Set<String>?, for use: Capability, as kind: String? = nil) -> [String] {
    guard let granted else { return [] }
    return entries.filter { entry in
      let isNeeded = entry.kinds.map { kinds in kind.map(kinds.contains) ?? false } ?? true
      return isNeeded && entry.uses.contains(use) && !granted.contains(entry.name)
    }.map(\.name)
  }

  /// What cannot be done with what was granted.
  package func missing(_ granted: Set<String>?, as kind: String) -> [MissingPermission] {
    Capability.allCases.compactMap { use in
      let scopes = missing(granted, for: use, as: kind)
      return scopes.isEmpty ? nil : MissingPermission(use, scopes, of: platform)
    }
  }

  /// Throws unless what publishing needs, as one kind of identity at least, was granted.
  func require(_ granted: Set<String>?) throws(PlatformError) {
    let lacks = kinds.map { missing(granted, for: .publish, as: $0) }
    guard let first = lacks.first, lacks.allSatisfy({ !$0.isEmpty }) else { return }
    throw MissingPermission(.publish, first, of: platform).error
  }

  /// In the order in which they are named; nil where all are alike.
  private var kinds: [String?] {
    let named = entries.flatMap { $0.kinds ?? [] }
    return named.isEmpty ? [nil] : named.map { $0 }
  }
}

/// A use of an account for which something was not granted.
package struct MissingPermission: Sendable, Equatable {
  package let use: Capability
  package let scopes: [String]
  private let platform: String

  package init(_ use: Capability, _ scopes: [String], of platform: String) {
    self.use = use
    self.scopes = scopes
    self.platform = platform
  }

  /// What is missing, and the sentence that mends it.
  package var detail: String {
    "\(platform) was not allowed \(scopes.joined(separator: ", ")): connect again and allow all of it."
  }

  /// With what that means.
  package var explanation: String { "\(detail) Until then \(use.loss)." }

  /// As a refusal of the platform's would be.
  package var error: PlatformError { PlatformError(.permission, code: "missing_scope", detail: detail) }

  package var json: JSON {
    [
      "use": .string(use.rawValue), "scopes": .array(scopes.map { .string($0) }),
      "detail": .string(explanation),
    ]
  }
}

extension Content {
  /// Whether it cannot be published without this use.
  package func needs(_ use: Capability) -> Bool {
    switch use {
    case .publish: true
    case .media: !media.isEmpty
    case .comment: firstComment != nil
    case .read, .renew: false
    }
  }
}

/// What was granted, as token answers write it: with blanks (RFC 6749 3.3) or commas between, or as a list.
extension JSON {
  var scopes: Set<String>? {
    let text = string?.split { $0 == " " || $0 == "," }.map(String.init)
    return (text ?? array?.compactMap(\.string)).map(Set.init)
  }
}
