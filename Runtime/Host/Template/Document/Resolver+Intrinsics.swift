internal import Core

/// The intrinsic functions of CloudFormation
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html).
extension Resolver {
  func intrinsic(_ name: String, _ argument: JSON, at place: String) -> JSON? {
    switch name {
    case "Ref":
      if let target = argument.string { return reference(target, at: place) }
    case "Fn::GetAtt":
      let parts = argument.array?.compactMap(\.string) ?? []
      if parts.count == 2 { return attribute(parts[1], of: parts[0], at: place) }
    case "Fn::Sub":
      if let text = argument.string { return substitute(text, [:], at: place) }
      if let text = argument[0]?.string, let variables = argument[1]?.object {
        return substitute(text, variables, at: place)
      }
    case "Fn::Join":
      if let separator = argument[0]?.string, let list = argument[1] {
        let parts = resolve(list, at: place)?.array?.compactMap(Self.text)
        return parts.map { .string($0.joined(separator: separator)) }
      }
    case "Fn::If":
      if let condition = argument[0]?.string, let yes = argument[1], let no = argument[2] {
        return resolve(self.condition(condition, at: place) ? yes : no, at: place)
      }
    case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not":
      return .bool(truth(.object(JSONObject([(name: name, value: argument)])), at: place))
    default:
      report("\(place) uses \(name), which is not supported")
      return nil
    }
    report("\(place): \(name) is malformed")
    return nil
  }

  /// Replaces `${Name}` and `${Resource.Attribute}`; `${!Name}` stands for `${Name}` itself.
  private func substitute(_ text: String, _ variables: JSONObject, at place: String) -> JSON? {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: "}") else {
        report("\(place): Fn::Sub has '${' without '}'")
        return nil
      }
      let name = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
      if name.hasPrefix("!") {
        result += "${\(name.dropFirst())}"
      } else if let value = variable(name, variables, at: place) {
        result += Self.text(value) ?? ""
      } else {
        return nil
      }
    }
    return .string(result + rest)
  }

  private func variable(_ name: String, _ variables: JSONObject, at place: String) -> JSON? {
    if let value = variables[name] { return resolve(value, at: place) }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    return parts.count == 2
      ? attribute(parts[1], of: parts[0], at: place) : reference(name, at: place)
  }

  /// The value of a condition expression; false, with a problem reported, when it is none.
  func truth(_ expression: JSON, at place: String) -> Bool {
    if let flag = expression.bool { return flag }
    if let name = expression["Condition"]?.string { return condition(name, at: place) }
    if let sides = expression["Fn::Equals"]?.array, sides.count == 2 {
      let values = sides.map { resolve($0, at: place).flatMap(Self.text) }
      return values[0] == values[1]
    }
    if let terms = expression["Fn::And"]?.array { return terms.allSatisfy { truth($0, at: place) } }
    if let terms = expression["Fn::Or"]?.array { return terms.contains { truth($0, at: place) } }
    if let term = expression["Fn::Not"]?[0] { return !truth(term, at: place) }
    report("\(place) is not a condition")
    return false
  }
}
