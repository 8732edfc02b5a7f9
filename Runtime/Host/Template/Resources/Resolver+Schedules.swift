internal import Core

extension Resolver {
  /// nil when it is switched off. `name` is that of the event of the function.
  /// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedulev2.html,
  /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedule.html)
  func schedule(_ name: String, of function: String, isRule: Bool, _ properties: Properties) -> Schedule? {
    guard isOn(properties, isRule: isRule) else { return nil }
    let retry = properties.inside("RetryPolicy")
    let schedule = Schedule(
      service: isRule ? .rule : .scheduler(group: properties.string("GroupName") ?? "default"),
      name: "\(function)/\(name)", resourceName: properties.string("Name") ?? function + name,
      expression: properties.required(isRule ? "Schedule" : "ScheduleExpression"),
      timeZone: isRule ? "UTC" : properties.string("ScheduleExpressionTimezone") ?? "UTC",
      startDate: isRule ? nil : properties.string("StartDate"),
      endDate: isRule ? nil : properties.string("EndDate"),
      flexibleMinutes: isRule ? 0 : flexibleMinutes(properties), input: input(properties),
      retryPolicy: Schedule.RetryPolicy(
        maximumAttempts: retry?.integer("MaximumRetryAttempts", in: 0...185) ?? 185,
        maximumAge: retry?.integer("MaximumEventAgeInSeconds", in: 60...86_400) ?? 86_400),
      deadLetterQueue: deadLetterQueue(properties))
    return schedule
  }

  private func isOn(_ properties: Properties, isRule: Bool) -> Bool {
    let state = properties.string("State")
    if let state, state != "ENABLED", state != "DISABLED" {
      properties.report("State must be ENABLED or DISABLED")
    }
    guard isRule, properties.string("Enabled") != nil else { return state != "DISABLED" }
    if state != nil { properties.report("State and Enabled cannot both be given") }
    return properties.bool("Enabled", default: true)
  }

  private func flexibleMinutes(_ properties: Properties) -> Int {
    guard let window = properties.inside("FlexibleTimeWindow") else { return 0 }
    switch window.required("Mode") {
    case "OFF": return 0
    case "FLEXIBLE":
      if let minutes = window.integer("MaximumWindowInMinutes", in: 1...1440) { return minutes }
      if window.string("MaximumWindowInMinutes") == nil { window.report("MaximumWindowInMinutes is missing") }
      return 0
    default:
      window.report("Mode must be OFF or FLEXIBLE")
      return 0
    }
  }

  private func input(_ properties: Properties) -> String? {
    guard let input = properties.string("Input") else { return nil }
    if (try? JSON(parsing: input)) == nil { properties.report("Input must be JSON") }
    return input
  }

  private func deadLetterQueue(_ properties: Properties) -> String? {
    guard let configuration = properties.inside("DeadLetterConfig") else { return nil }
    guard let arn = configuration.string("Arn") else {
      configuration.report("the host needs the Arn of a queue of this template; it makes none itself")
      return nil
    }
    guard let queue = queueName(ofARN: arn) else {
      configuration.report("Arn is not a queue of this template")
      return nil
    }
    return queue
  }
}
