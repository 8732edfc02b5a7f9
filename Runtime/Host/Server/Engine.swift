internal import Core
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// All that the host runs. Lives on its event loop: one loop for gateway, environments and triggers needs no
/// locks, and gave twice the rate of the same with tasks.
final class Engine {
  private static let tick = TimeAmount.milliseconds(100)

  let functions: [FunctionPool]
  let gateway: Gateway
  private let eventLoop: any EventLoop

  init(
    _ configuration: HostConfiguration, _ template: Template, log: LogStream, eventLoop: any EventLoop
  ) {
    self.eventLoop = eventLoop
    functions = template.functions.map { function in
      let plan = LaunchPlan(function, configuration, servicesPort: configuration.servicesPort)
      return FunctionPool(function, configuration, plan: plan, log: log, eventLoop: eventLoop)
    }
    gateway = Gateway(functions, template.cors)
  }

  func function(_ name: String) -> FunctionPool? { functions.first { $0.function.name == name } }

  /// Begins to enforce the limits of time. One tick for all costs less than a timer per invocation.
  func startClock() {
    let engine = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in
      let now = NIODeadline.now()
      for function in engine.value.functions { function.checkTime(now) }
    }
  }

  var hasWork: Bool { functions.contains { $0.hasWork } }
  var hasProcesses: Bool { functions.contains { !$0.environments.isEmpty } }
}
