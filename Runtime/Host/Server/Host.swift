internal import Core
internal import Glibc
internal import HTTPServer
package import HostObjects
package import HostQueues
package import HostTemplate
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Runs the functions of a template on this machine: gateway, environments, event sources and timers.
///
/// The methods block their caller and belong to ordinary threads.
package final class Host: Sendable {
  private let configuration: HostConfiguration
  private let queues: QueueService
  private let group: MultiThreadedEventLoopGroup
  private let eventLoop: any EventLoop
  private let log: LogStream
  private let watcher: ExitWatcher
  private let engine: NIOLoopBound<Engine>
  private let journal: EventJournal
  private let keptEvents: [KeptEvent]
  private let gateway = Mutex<HTTPServer?>(nil)
  private let keys: ServiceKeys

  /// The queue service must have been made with the queues of the same template. Reports what `HostPlan` does, and every
  /// function that has no executable.
  package init(
    _ configuration: HostConfiguration, template: Template, queues: QueueService,
    objects: ObjectService? = nil
  ) throws(HostError) {
    self.configuration = configuration
    self.queues = queues
    FileDescriptorLimit.raise()
    let plan = try HostPlan(template)
    let missing = plan.missingPrograms(configuration)
    guard missing.isEmpty else {
      throw HostError(problems: missing.map { "\($0.function): there is no executable \($0.program)" })
    }
    keys = ServiceKeys(configuration.keys(for: template), operatorToken: configuration.operatorToken)
    let log = LogStream(LogSink(directory: configuration.logDirectory, isQuiet: configuration.isQuiet))
    self.log = log
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let eventLoop = group.next()
    self.eventLoop = eventLoop
    do {
      let journal = try EventJournal(configuration.stateDirectory + "/events.sqlite")
      self.journal = journal
      // Now: what comes while the host starts is not left over from an earlier one.
      keptEvents = try journal.list()
      let watcher = try ExitWatcher()
      self.watcher = watcher
      engine = try eventLoop.submit {
        let engine = Engine(
          configuration, plan, queues: queues, objects: objects, journal: journal,
          log: log, watcher: watcher, eventLoop: eventLoop)
        engine.startClock()
        return NIOLoopBound(engine, eventLoop: eventLoop)
      }.wait()
    } catch {
      throw (error as? HostError) ?? HostError(problems: ["\(error)"])
    }
  }

  /// Opens the service endpoint and the gateway. Queues and timers do not run yet.
  package func start() throws(HostError) -> (gatewayPort: Int, servicesPort: Int) {
    let (engine, queues, keys) = (engine, queues, keys)
    let services = try listen(
      "127.0.0.1", configuration.servicesPort, on: configuration.servicesSocket, .programs,
      maxBodyBytes: ServiceEndpoint.maxBodyBytes,
      limits: .connections(FileDescriptorLimit.connections(parts: 8))
    ) { request, responder in
      ServiceEndpoint(engine.value, queues: queues, keys: keys).handle(request, responder)
    }
    let gateway = try listen(
      configuration.host, configuration.port, .network(names: configuration.publicNames),
      maxBodyBytes: Gateway.maxBodyBytes,
      limits: Gateway.limits(
        connections: min(configuration.maxConnections, FileDescriptorLimit.connections(parts: 2)))
    ) { request, responder in
      if engine.value.webSockets.handle(request, responder) { return }
      engine.value.gateway.handle(request, responder)
    }
    self.gateway.withLock { $0 = gateway }
    return (gateway.port, services.port)
  }

  private func listen(
    _ host: String, _ port: Int, on socket: ListeningSocket? = nil, _ reach: Reach, maxBodyBytes: Int,
    limits: HTTPLimits = HTTPLimits(),
    handler: @escaping @Sendable (HTTPRequest, Responder) -> Void
  ) throws(HostError) -> HTTPServer {
    do {
      if let socket {
        return try HTTPServer.start(
          on: socket, reach: reach, maxBodyBytes: maxBodyBytes, group: group, limits: limits,
          handler: handler)
      }
      return try HTTPServer.start(
        host: host, port: port, reach: reach, maxBodyBytes: maxBodyBytes, group: group, limits: limits,
        handler: handler)
    } catch {
      let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
      throw HostError(problems: ["cannot listen on \(host):\(port): \(reason)"])
    }
  }

  /// Runs a function by its name and waits for the outcome.
  package func invoke(function name: String, event: [UInt8]) throws -> InvocationOutcome {
    let outcome = eventLoop.makePromise(of: InvocationOutcome.self)
    let engine = engine
    eventLoop.execute {
      guard let function = engine.value.function(name) else {
        return outcome.fail(HostError(problems: ["the template has no function \(name)"]))
      }
      function.invoke(Invocation(event: event, traceID: nil) { outcome.succeed($0) })
    }
    return try outcome.futureResult.wait()
  }

  /// Starts timers and event source mappings: once the database is migrated.
  package func startTriggers() throws {
    let kept = keptEvents
    try onEngine { $0.startTriggers(kept) }
  }

  /// Ends gracefully: takes nothing new, lets what is in flight finish, then ends the processes. False when the
  /// grace was too short. The host cannot be used afterwards; the queue service is left to its owner.
  @discardableResult
  package func drain(grace: Duration) -> Bool {
    gateway.withLock { $0?.stop() }
    _ = try? onEngine { engine in
      engine.stopTriggers()
      engine.webSockets.stop()
    }
    let gateway = gateway.withLock { $0 }
    let isFinished = wait(atMost: grace) { !$0.hasWork && (gateway?.requests ?? 0) == 0 }
    _ = try? onEngine { engine in
      engine.refuseWork()
      engine.stopProcesses()
    }
    // SIGKILL comes after 500 ms; the rest is for noticing it.
    _ = wait(atMost: .seconds(2)) { !$0.hasProcesses }
    journal.close()
    try? group.syncShutdownGracefully()
    watcher.close()
    log.close()
    return isFinished
  }

  private func wait(atMost limit: Duration, for condition: @escaping @Sendable (Engine) -> Bool) -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
      if (try? onEngine(condition)) ?? true { return true }
      if ContinuousClock.now >= deadline { return false }
      usleep(10_000)
    }
  }

  private func onEngine<Result: Sendable>(
    _ body: @escaping @Sendable (Engine) throws -> Result
  ) throws -> Result {
    let engine = engine
    return try eventLoop.submit { try body(engine.value) }.wait()
  }
}
