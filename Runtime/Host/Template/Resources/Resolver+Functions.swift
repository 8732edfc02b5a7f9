internal import Core

extension Resolver {
  func function(_ resource: Resource) -> FunctionResource {
    let merged = globals["Function"]?.object.map { Self.merge(resource.properties, over: $0) }
    let properties = Properties(merged ?? resource.properties, of: resource.id, self)
    let events = properties.members("Events").filter { isWanted($0.value, resource.id) }
    func of(_ types: Set<String>) -> [(name: String, properties: Properties)] {
      events.filter { types.contains($0.value["Type"]?.string ?? "") }.map { event in
        let place = "\(resource.id): Events.\(event.name)"
        return (event.name, Properties(event.value["Properties"]?.object ?? [:], of: place, self))
      }
    }
    return FunctionResource(
      name: properties.string("FunctionName") ?? resource.id, logicalID: resource.id,
      arn: surroundings.functionARN(resource.id), handler: properties.string("Handler") ?? "bootstrap",
      codeURI: properties.string("CodeUri"), timeout: properties.integer("Timeout", in: 1...900, default: 3),
      memory: properties.integer("MemorySize", in: 128...10_240, default: 128),
      reservedConcurrency: properties.integer("ReservedConcurrentExecutions", in: 0...1000),
      provisionedConcurrency: provisionedConcurrency(properties),
      logLevel: properties.inside("LoggingConfig")?.string("ApplicationLogLevel"),
      asynchronous: asynchronousSettings(properties), policy: policy(properties),
      environment: environment(properties, of: resource.id),
      routes: of(["HttpApi"]).map { route($0.properties) },
      queueSources: of(["SQS"]).compactMap { queueSource($0.properties) },
      schedules: of(["ScheduleV2"]).compactMap {
        schedule($0.name, of: resource.id, isRule: false, $0.properties)
      }
        + of(["Schedule"]).compactMap {
          schedule($0.name, of: resource.id, isRule: true, $0.properties)
        })
  }

  /// Objects are merged member by member, anything else is replaced, as SAM does with `Globals`.
  static func merge(_ own: JSONObject, over general: JSONObject) -> JSONObject {
    var merged = general
    for (name, value) in own.members {
      if let own = value.object, let general = general[name]?.object, !isIntrinsic(own), !isIntrinsic(general)
      {
        merged[name] = .object(merge(own, over: general))
      } else {
        merged[name] = value
      }
    }
    return merged
  }

  private static func isIntrinsic(_ object: JSONObject) -> Bool {
    object.members.count == 1 && object.members.allSatisfy { $0.name == "Ref" || $0.name.hasPrefix("Fn::") }
  }

  private func environment(_ properties: Properties, of id: String) -> [(name: String, value: String)] {
    let variables = properties.inside("Environment")?.value("Variables")?.object?.members ?? []
    return variables.compactMap { name, value in
      guard let text = Self.text(value) else {
        report("\(id): Environment.Variables.\(name) must be text")
        return nil
      }
      return (name, onThisMachine(text))
    }
  }

  /// What is right by itself but not together: two queues or two routes under one name.
  func rejectDuplicates(queues: [QueueResource], functions: [FunctionResource]) {
    func reject(_ names: [String], _ message: (String) -> String) {
      for name in Set(names) where names.count(where: { $0 == name }) > 1 { report(message(name)) }
    }
    reject(queues.map(\.name)) { "two queues are named \($0)" }
    reject(functions.map(\.name)) { "two functions are named \($0)" }
    reject(functions.flatMap { $0.routes.map(\.key) }) { "two functions have the route \($0)" }
  }
}
