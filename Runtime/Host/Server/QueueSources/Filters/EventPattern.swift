internal import Core

/// An event filter pattern: what an event must hold to be of interest
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html).
struct EventPattern: Sendable {
  private indirect enum Node: Sendable {
    /// One of them must hold for the field.
    case rules([EventRule])
    /// All of them must hold, and one of each group of alternatives.
    case fields([(name: String, node: Node)], alternatives: [[Node]])
  }

  private let root: Node

  /// Reads the pattern's JSON.
  init(parsing text: String) throws(EventPatternError) {
    guard let json = try? JSON(parsing: text), let object = json.object else {
      throw EventPatternError(reason: "a filter pattern is a JSON object")
    }
    root = try Self.fields(object)
  }

  private static func fields(_ object: JSONObject) throws(EventPatternError) -> Node {
    guard !object.isEmpty else { throw EventPatternError(reason: "a filter pattern is not empty") }
    var fields: [(name: String, node: Node)] = []
    var alternatives: [[Node]] = []
    for (name, value) in object.members {
      switch value {
      case .array(let elements) where name == "$or":
        guard elements.count > 1 else { throw EventPatternError(reason: "$or takes two patterns or more") }
        alternatives.append(
          try elements.map { element throws(EventPatternError) in
            guard let object = element.object else {
              throw EventPatternError(reason: "$or takes a list of patterns")
            }
            return try Self.fields(object)
          })
      case .array(let elements):
        guard !elements.isEmpty else { throw EventPatternError(reason: "'\(name)' has no rule") }
        fields.append(
          (name, .rules(try elements.map { element throws(EventPatternError) in try EventRule(element) })))
      case .object(let object): fields.append((name, try Self.fields(object)))
      case .null, .bool, .integer, .double, .string:
        throw EventPatternError(reason: "'\(name)' must be a list of rules or a pattern")
      }
    }
    return .fields(fields, alternatives: alternatives)
  }

  func matches(_ event: JSON) -> Bool { Self.matches(root, event) }

  private static func matches(_ node: Node, _ value: JSON?) -> Bool {
    switch node {
    case .rules(let rules): rules.contains { $0.matches(value) }
    case .fields(let fields, let alternatives):
      fields.allSatisfy { field in matches(field.node, value?[field.name]) }
        && alternatives.allSatisfy { $0.contains { matches($0, value) } }
    }
  }
}

/// A pattern that Lambda would not take.
struct EventPatternError: Error {
  let reason: String
}
