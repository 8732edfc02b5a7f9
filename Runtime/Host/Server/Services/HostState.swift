internal import Core
internal import HostQueues
internal import HostTemplate

/// The host's state as JSON, for operators and the command line.
enum HostState {
  static func functions(_ functions: [FunctionPool]) -> JSON {
    .array(
      functions.map { function in
        [
          "name": .string(function.function.name), "limit": JSON(function.limit),
          "waiting": JSON(function.waiting.count), "invocations": JSON(function.invocations),
          "errors": JSON(function.errors),
          "environments": .array(
            (function.environments + function.lost).map { environment in
              [
                "number": JSON(environment.number), "pid": environment.pid.map { JSON(Int($0)) } ?? .null,
                "state": .string(state(environment)), "invocations": JSON(environment.invocations),
              ]
            }),
        ]
      })
  }

  static func state(_ environment: ExecutionEnvironment) -> String {
    switch environment.phase {
    case .starting: "starting"
    case .idle: "idle"
    case .busy: "busy"
    case .stopping: "stopping"
    case .ended: "ended"
    }
  }

  static func timers(_ timers: [Timer]) -> JSON {
    .array(
      timers.map { timer in
        [
          "name": .string(timer.schedule.name), "expression": .string(timer.schedule.expression),
          "timeZone": .string(timer.schedule.timeZone), "function": .string(timer.function.function.name),
          "running": .bool(timer.isRunning), "lastRun": JSON(describing: timer.lastRun),
          "next": JSON(describing: timer.nextDue), "runsAt": JSON(describing: timer.runsAt),
          "lastError": JSON(timer.lastError),
        ]
      })
  }

  static func webSockets(_ apis: [WebSocketAPI]) -> JSON {
    .array(
      apis.map { api in
        [
          "id": .string(api.resource.id), "stage": .string(api.resource.stage),
          "connections": JSON(api.connections.count),
        ]
      })
  }

  static func queues(_ depths: [QueueDepth]) -> JSON {
    .array(
      depths.map { depth in
        [
          "name": .string(depth.name), "visible": JSON(depth.visible), "inFlight": JSON(depth.inFlight),
          "delayed": JSON(depth.delayed), "oldestAgeSeconds": depth.oldestAge.map { JSON($0) } ?? .null,
          "deadLetterSources": .array(depth.deadLetterSources.map { .string($0) }),
        ]
      })
  }
}
