internal import Core
internal import HostRights

/// `Policies` of a function: what it may do with its key
/// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html#sam-function-policies).
///
/// What SAM adds of itself for events, dead-letter queues and destinations is left out: here the host polls and tells,
/// not the function.
extension Resolver {
  func policy(_ properties: Properties) -> AccessPolicy {
    if properties.value("Role") != nil {
      properties.report("Role is not known here: say with Policies what the function may do")
    }
    guard let value = properties.value("Policies") else { return .none }
    return .joining((value.array ?? [value]).compactMap { policy($0, properties) })
  }

  private func policy(_ value: JSON, _ properties: Properties) -> AccessPolicy? {
    if let name = value.string {
      let short = name.split(separator: "/").last.map(String.init) ?? name
      guard let policy = ManagedPolicy.named(short) else {
        properties.report("Policies: the managed policy \(name) is not known here")
        return nil
      }
      return policy
    }
    if value["Statement"] != nil {
      guard let policy = AccessPolicy(value) else {
        properties.report(
          "Policies: a Statement has Effect, Action and Resource; nothing else of it is understood here")
        return nil
      }
      return policy
    }
    guard let (name, parameters) = value.object?.members.first, value.object?.members.count == 1 else {
      properties.report("Policies: each is a policy template, a Statement or the name of a managed policy")
      return nil
    }
    return template(name, parameters, properties)
  }

  private func template(_ name: String, _ parameters: JSON, _ properties: Properties) -> AccessPolicy? {
    if PolicyTemplate.ofOtherServices.contains(name) { return AccessPolicy.none }
    guard let template = PolicyTemplate.all[name] else {
      properties.report("Policies: the policy template \(name) is not known")
      return nil
    }
    guard let subject = parameters[template.parameter].flatMap(Self.text), !subject.isEmpty,
      parameters.object?.members.count == 1
    else {
      properties.report("Policies: \(name) takes \(template.parameter)")
      return nil
    }
    return template.policy(for: subject, in: surroundings)
  }
}
