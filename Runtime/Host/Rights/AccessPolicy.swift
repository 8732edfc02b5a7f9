package import Core

/// An IAM policy: effects, actions and resources. Conditions are not understood
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
package struct AccessPolicy: Sendable {
  package enum Decision: Sendable {
    case allowed
    /// No statement speaks of it.
    case notAllowed
    /// A statement denies it, whatever others allow.
    case denied
  }

  private struct Statement {
    let allows: Bool
    let actions: [String]
    let resources: [String]
  }

  private let statements: [Statement]

  /// Allows nothing.
  package static let none = AccessPolicy(statements: [])

  private init(statements: [Statement]) { self.statements = statements }

  /// One statement that allows.
  package init(allowing actions: [String], on resources: [String]) {
    statements = [Statement(allows: true, actions: actions, resources: resources)]
  }

  /// Nil when it cannot be understood as a whole: a part that is passed over might be the one that denies.
  package init?(_ document: JSON) {
    guard let value = document["Statement"] else { return nil }
    let elements = value.array ?? [value]
    let statements = elements.compactMap(Self.statement)
    guard statements.count == elements.count else { return nil }
    self.statements = statements
  }

  /// All that several say.
  package static func joining(_ policies: [AccessPolicy]) -> AccessPolicy {
    AccessPolicy(statements: policies.flatMap(\.statements))
  }

  private static func statement(_ value: JSON) -> Statement? {
    guard let effect = value["Effect"]?.string, effect == "Allow" || effect == "Deny",
      let actions = texts(value["Action"]), let resources = texts(value["Resource"]),
      value["Condition"] == nil, value["NotAction"] == nil, value["NotResource"] == nil,
      value["Principal"] == nil, value["NotPrincipal"] == nil
    else { return nil }
    return Statement(allows: effect == "Allow", actions: actions, resources: resources)
  }

  private static func texts(_ value: JSON?) -> [String]? {
    guard let value else { return nil }
    if let text = value.string { return [text] }
    guard let array = value.array else { return nil }
    let texts = array.compactMap(\.string)
    return texts.count == array.count ? texts : nil
  }

  package func allows(_ action: String, on resource: String) -> Bool {
    decide(action, on: resource) == .allowed
  }

  /// What is denied once is denied; what is not allowed is not either. Names of actions are the same in either case.
  package func decide(_ action: String, on resource: String) -> Decision {
    let matching = statements.filter { statement in
      statement.actions.contains { Self.matches(action.lowercased(), pattern: $0.lowercased()) }
        && statement.resources.contains { Self.matches(resource, pattern: $0) }
    }
    guard !matching.isEmpty else { return .notAllowed }
    return matching.allSatisfy(\.allows) ? .allowed : .denied
  }

  /// `*` stands for any text, `?` for one character.
  private static func matches(_ text: String, pattern: String) -> Bool {
    let (text, pattern) = (Array(text.utf8), Array(pattern.utf8))
    var (t, p) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == 0x2A {
        star = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == 0x3F || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = star {
        // The star takes one more.
        star = (last.pattern, last.text + 1)
        p = last.pattern + 1
        t = last.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == 0x2A }
  }
}
