internal import Core
internal import HostObjects
internal import HostQueues
internal import HostTemplate
internal import NIOCore

/// All that the host runs. Lives on its event loop: one loop for gateway, environments and triggers needs no
/// locks, and gave twice the rate of the same with tasks.
final class Engine {
  private static let tick = TimeAmount.milliseconds(100)

  let functions: [FunctionPool]
  let gateway: Gateway
  let webSockets: WebSockets
  let mappings: [QueueMapping]
  let timers: Timers
  /// nil when the template has no bucket.
  let objectEvents: ObjectEvents?
  let region: String
  private let eventLoop: any EventLoop

  init(
    _ configuration: HostConfiguration, _ plan: HostPlan, queues: QueueService, objects: ObjectService?,
    journal: EventJournal, log: LogStream, watcher: ExitWatcher, eventLoop: any EventLoop
  ) {
    self.eventLoop = eventLoop
    let template = plan.template
    let block = configuration.isolatesUsers ? configuration.accounts ?? AccountBlock() : nil
    let accounts = block.map { EnvironmentAccounts($0) }
    let region = configuration.region
    var functions: [FunctionPool] = []
    var mappings: [QueueMapping] = []
    var timers: [Timer] = []
    for function in template.functions {
      let launch = LaunchPlan(function, configuration, servicesPort: configuration.servicesPort)
      let pool = FunctionPool(
        function, configuration, plan: launch, log: log, watcher: watcher, accounts: accounts,
        eventLoop: eventLoop)
      pool.events = AsynchronousInvocations(
        pool, queues: queues, journal: journal, retryPauses: configuration.eventRetryPauses)
      functions.append(pool)
      mappings += plan.sources(of: function).map { source, filter in
        QueueMapping(source, filter, to: pool, queues: queues, region: region, eventLoop: eventLoop)
      }
      timers += plan.schedules(of: function).map { schedule, recurrence in
        Timer(
          schedule, recurrence, of: pool, queues: queues, region: region, account: HostConfiguration.account)
      }
    }
    objectEvents = objects.map {
      ObjectEvents($0, functions, pauses: configuration.objectEventPauses, log: log, eventLoop: eventLoop)
    }
    self.region = region
    self.functions = functions
    self.mappings = mappings
    self.timers = Timers(timers, stateDirectory: configuration.stateDirectory, log: log)
    gateway = Gateway(functions, template.api, region: region, log: log, eventLoop: eventLoop)
    webSockets = WebSockets(
      template.webSockets, functions, configuration.webSockets, region: region, eventLoop: eventLoop)
  }

  func function(_ name: String) -> FunctionPool? { functions.first { $0.function.name == name } }

  /// Begins to enforce the limits of time. One tick for all costs less than a timer per invocation.
  func startClock() {
    let engine = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in
      let now = NIODeadline.now()
      for function in engine.value.functions { function.checkTime(now) }
      engine.value.timers.tick()
      engine.value.webSockets.checkTime(now)
    }
  }

  /// `kept` are the asynchronous events that an earlier host has left. Those of functions that are no more stay where
  /// they are.
  func startTriggers(_ kept: [KeptEvent]) {
    for function in functions { function.provision() }
    for event in kept {
      functions.first { $0.function.logicalID == event.function }?.events?.resume(event)
    }
    for mapping in mappings { mapping.start() }
    objectEvents?.start()
    timers.start()
  }

  func stopTriggers() {
    for mapping in mappings { mapping.stop() }
    objectEvents?.stop()
    timers.stop()
  }

  /// Whether somebody still waits for an answer, or a batch for being settled.
  var hasWork: Bool {
    functions.contains { $0.hasWork } || mappings.contains { $0.batchesInFlight > 0 }
      || objectEvents?.hasWork == true
      || webSockets.hasWork
  }

  var hasProcesses: Bool { functions.contains { $0.hasProcesses } }

  func refuseWork() {
    for function in functions { function.drain() }
  }

  func stopProcesses() {
    for function in functions { function.stopAll() }
  }
}
