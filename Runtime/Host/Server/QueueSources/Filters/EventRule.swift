internal import Core

/// What a field of an event must be
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax).
enum EventRule: Sendable {
  enum Comparison: String, Sendable {
    case equal = "="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  case exactly(JSON)
  case prefix(String)
  case suffix(String)
  case ignoringCase(String)
  /// The field is there and is none of these.
  case anythingBut([EventRule])
  case numeric([(comparison: Comparison, bound: Double)])
  case exists(Bool)

  init(_ json: JSON) throws(EventPatternError) {
    switch json {
    case .null, .bool, .integer, .double, .string: self = .exactly(json)
    case .array: throw EventPatternError(reason: "a rule is not a list")
    case .object(let object):
      guard object.members.count == 1, let (name, operand) = object.members.first else {
        throw EventPatternError(reason: "a rule has exactly one operator")
      }
      self = try Self.rule(name, operand)
    }
  }

  private static func rule(_ name: String, _ operand: JSON) throws(EventPatternError) -> EventRule {
    switch (name, operand) {
    case ("prefix", .string(let text)): return .prefix(text)
    case ("suffix", .string(let text)): return .suffix(text)
    case ("equals-ignore-case", .string(let text)): return .ignoringCase(text.lowercased())
    case ("exists", .bool(let isThere)): return .exists(isThere)
    case ("numeric", .array(let elements)): return try numeric(elements)
    case ("anything-but", .array(let elements)) where !elements.isEmpty:
      return .anythingBut(
        try elements.map { element throws(EventPatternError) in
          guard element.string != nil || element.double != nil else {
            throw EventPatternError(reason: "anything-but takes strings or numbers")
          }
          return .exactly(element)
        })
    case ("anything-but", .string), ("anything-but", .integer), ("anything-but", .double):
      return .anythingBut([.exactly(operand)])
    case ("anything-but", .object(let object)):
      guard let member = object.members.first, object.members.count == 1,
        ["prefix", "suffix", "equals-ignore-case"].contains(member.name)
      else { throw EventPatternError(reason: "anything-but does not know this operator") }
      return .anythingBut([try rule(member.name, member.value)])
    default: throw EventPatternError(reason: "there is no rule '\(name)' with this operand")
    }
  }

  /// `["=", 5]` or a range: `[">", 0, "<=", 5]`.
  private static func numeric(_ elements: [JSON]) throws(EventPatternError) -> EventRule {
    let invalid = EventPatternError(
      reason: "numeric takes a comparison and a number, or the two of a range")
    guard elements.count == 2 || elements.count == 4 else { throw invalid }
    var bounds: [(comparison: Comparison, bound: Double)] = []
    for index in stride(from: 0, to: elements.count, by: 2) {
      guard let comparison = elements[index].string.flatMap(Comparison.init),
        let bound = elements[index + 1].double
      else { throw invalid }
      bounds.append((comparison, bound))
    }
    guard bounds.count == 1 || !bounds.contains(where: { $0.comparison == .equal }) else { throw invalid }
    return .numeric(bounds)
  }

  /// nil is a field that is not there. Of a list, one element is enough.
  func matches(_ value: JSON?) -> Bool {
    if case .exists(let isThere) = self { return isThere == (value != nil) }
    guard let value else { return false }
    if case .array(let elements) = value { return elements.contains { matchesElement($0) } }
    return matchesElement(value)
  }

  private func matchesElement(_ value: JSON) -> Bool {
    switch self {
    case .exactly(let wanted):
      if let number = wanted.double { return value.double == number }
      return value == wanted
    case .prefix(let text): return value.string?.hasPrefix(text) ?? false
    case .suffix(let text): return value.string?.hasSuffix(text) ?? false
    case .ignoringCase(let text): return value.string?.lowercased() == text
    case .anythingBut(let rules): return !rules.contains { $0.matchesElement(value) }
    case .numeric(let bounds):
      guard let number = value.double else { return false }
      return bounds.allSatisfy { Self.compare(number, $0.comparison, $0.bound) }
    case .exists(let isThere): return isThere
    }
  }

  private static func compare(_ number: Double, _ comparison: Comparison, _ bound: Double) -> Bool {
    switch comparison {
    case .equal: number == bound
    case .less: number < bound
    case .lessOrEqual: number <= bound
    case .greater: number > bound
    case .greaterOrEqual: number >= bound
    }
  }
}
