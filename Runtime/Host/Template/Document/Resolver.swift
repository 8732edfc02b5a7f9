internal import Core

/// Resolves parameters, conditions and intrinsic functions of one template, and collects what is wrong.
final class Resolver {
  let surroundings: TemplateSurroundings
  let resources: JSONObject
  let globals: JSON
  private(set) var problems: [String] = []
  private let parameters: [String: JSON]
  private let conditions: JSONObject
  private var conditionValues: [String: Bool] = [:]
  private var conditionsInProgress: Set<String> = []
  /// By logical id.
  private(set) var queueNames: [String: String] = [:]
  /// By logical id.
  var bucketNames: [String: String] = [:]

  init(_ document: JSON, parameters given: [String: String], surroundings: TemplateSurroundings) {
    self.surroundings = surroundings
    resources = document["Resources"]?.object ?? [:]
    globals = document["Globals"] ?? [:]
    conditions = document["Conditions"]?.object ?? [:]
    var parameters: [String: JSON] = [:]
    for (name, declaration) in document["Parameters"]?.object?.members ?? [] {
      guard let value = given[name] ?? declaration["Default"].flatMap(Self.text) else {
        problems.append("parameter \(name) has no value and no default")
        // Reported once: not again wherever it is used.
        parameters[name] = .string("")
        continue
      }
      // The value is not repeated: it may be a secret (NoEcho).
      if let allowed = declaration["AllowedValues"]?.array,
        !allowed.contains(where: { Self.text($0) == value })
      {
        problems.append("parameter \(name) is none of its AllowedValues")
      }
      let isList = declaration["Type"]?.string == "CommaDelimitedList"
      parameters[name] =
        isList ? .array(value.split(separator: ",").map { .string(String($0)) }) : .string(value)
    }
    self.parameters = parameters
  }

  func report(_ problem: String) { problems.append(problem) }

  /// The text of a scalar; nil for null, arrays and objects.
  static func text(_ value: JSON) -> String? {
    switch value {
    case .string(let text): text
    case .integer(let number): number.description
    case .double(let number): number.description
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// The resources of a type whose condition holds, in the order of the template.
  func resources(of type: String) -> [Resource] {
    resources.members.compactMap { id, body in
      guard body["Type"]?.string == type, isWanted(body, id) else { return nil }
      return Resource(id: id, properties: body["Properties"]?.object ?? [:])
    }
  }

  /// Whether the resource's own condition holds.
  func isWanted(_ body: JSON, _ id: String) -> Bool {
    body["Condition"]?.string.map { condition($0, at: id) } ?? true
  }

  /// First of all: other resources refer to queues by these names.
  func resolveQueueNames() {
    for queue in resources(of: "AWS::SQS::Queue") {
      let name = queue.properties["QueueName"].flatMap { resolve($0, at: "\(queue.id): QueueName") }
      queueNames[queue.id] = name.flatMap(Self.text) ?? queue.id
    }
  }

  // MARK: Values

  /// The value with all intrinsic functions replaced; nil for `AWS::NoValue` and for what is wrong, which is
  /// then reported under `place`.
  func resolve(_ value: JSON, at place: String) -> JSON? {
    switch value {
    case .null, .bool, .integer, .double, .string: return value
    case .array(let elements): return .array(elements.compactMap { resolve($0, at: place) })
    case .object(let object):
      if object.members.count == 1, let (name, argument) = object.members.first,
        name == "Ref" || name.hasPrefix("Fn::")
      {
        return intrinsic(name, argument, at: place)
      }
      return .object(
        JSONObject(
          object.members.compactMap { name, value in
            resolve(value, at: "\(place).\(name)").map { (name: name, value: $0) }
          }))
    }
  }

  /// What `Ref` gives; nil for `AWS::NoValue` and for an unknown name.
  func reference(_ name: String, at place: String) -> JSON? {
    if name == "AWS::NoValue" { return nil }
    if let value = parameters[name] { return value }
    if let value = surroundings.pseudoParameter(name) { return .string(value) }
    if let queue = queueNames[name] { return .string(surroundings.queueURL(queue)) }
    if let bucket = bucketNames[name] { return .string(bucket) }
    // SAM makes this one when the template declares no HttpApi of its own.
    if resources[name] != nil || name == "ServerlessHttpApi" { return .string(name) }
    report("\(place) refers to \(name), which the template does not have")
    return nil
  }

  func attribute(_ attribute: String, of id: String, at place: String) -> JSON? {
    if let queue = queueNames[id] {
      switch attribute {
      case "Arn": return .string(surroundings.queueARN(queue))
      case "QueueName": return .string(queue)
      case "QueueUrl": return .string(surroundings.queueURL(queue))
      default: break
      }
    } else if resources[id]?["Type"]?.string == "AWS::Serverless::Function", attribute == "Arn" {
      return .string(surroundings.functionARN(id))
    } else if let value = webSocketAttribute(attribute, of: id) ?? bucketAttribute(attribute, of: id) {
      return value
    }
    report("\(place) uses the attribute \(id).\(attribute), which is not known here")
    return nil
  }

  // MARK: Conditions

  /// Evaluates a named condition once.
  func condition(_ name: String, at place: String) -> Bool {
    if let value = conditionValues[name] { return value }
    guard let expression = conditions[name] else {
      report("\(place) uses the condition \(name), which the template does not have")
      return false
    }
    guard conditionsInProgress.insert(name).inserted else {
      report("condition \(name) depends on itself")
      return false
    }
    defer { conditionsInProgress.remove(name) }
    let value = truth(expression, at: "condition \(name)")
    conditionValues[name] = value
    return value
  }
}

/// A resource of the template, its properties not yet resolved.
struct Resource {
  let id: String
  let properties: JSONObject
}
