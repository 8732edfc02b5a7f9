internal import Core
internal import HostObjects
internal import HostTemplate
internal import NIOCore
internal import NIOPosix

/// Takes the events of the object store to functions, as Lambda takes asynchronous invocations: each at least once,
/// and again after a pause when the function fails. An event is kept until it is settled, so none is lost when the
/// host ends. Lives on the event loop.
final class ObjectEvents {
  private static let interval = TimeAmount.seconds(1)
  private static let hourly = TimeAmount.hours(1)
  private static let most = 32
  /// Milliseconds: how long an event waits for a function that has no room.
  private static let longestWait: Int64 = 6 * 3_600_000

  private let objects: ObjectService
  private let functions: [String: FunctionPool]
  private let pauses: [Duration]
  private let log: LogStream
  private let eventLoop: any EventLoop
  private var inFlight: Set<Int64> = []
  private var isLooking = false
  private var looksAgain = false
  private var isRunning = false
  private var tasks: [RepeatedTask] = []

  init(
    _ objects: ObjectService, _ functions: [FunctionPool], pauses: [Duration], log: LogStream,
    eventLoop: any EventLoop
  ) {
    self.objects = objects
    self.functions = Dictionary(functions.map { ($0.function.logicalID, $0) }) { first, _ in first }
    self.pauses = pauses
    self.log = log
    self.eventLoop = eventLoop
  }

  var hasWork: Bool { !inFlight.isEmpty }

  func start() {
    isRunning = true
    let events = NIOLoopBound(self, eventLoop: eventLoop)
    let (eventLoop, objects) = (eventLoop, objects)
    objects.onNotification { eventLoop.execute { events.value.look() } }
    // For what is due later, and for what an earlier host left behind.
    tasks.append(
      eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: Self.interval) { _ in events.value.look() })
    tasks.append(
      eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: Self.hourly) { _ in
        NIOThreadPool.singleton.submit { _ in objects.applyLifecycle() }
      })
  }

  func stop() {
    isRunning = false
    objects.onNotification {}
    for task in tasks { task.cancel() }
    tasks = []
  }

  /// Reading blocks: not on the event loop.
  private func look() {
    guard isRunning else { return }
    guard !isLooking else {
      looksAgain = true
      return
    }
    guard inFlight.count < Self.most else { return }
    isLooking = true
    let events = NIOLoopBound(self, eventLoop: eventLoop)
    let (objects, eventLoop, known, limit) = (objects, eventLoop, inFlight, Self.most - inFlight.count)
    NIOThreadPool.singleton.submit { _ in
      let due = (try? objects.dueNotifications(excluding: known, limit: limit)) ?? []
      eventLoop.execute { events.value.found(due) }
    }
  }

  private func found(_ due: [ObjectNotification]) {
    isLooking = false
    guard isRunning else { return }
    for notification in due where !inFlight.contains(notification.id) {
      inFlight.insert(notification.id)
      invoke(notification)
    }
    if looksAgain {
      looksAgain = false
      look()
    }
  }

  private func invoke(_ notification: ObjectNotification) {
    guard let function = functions[notification.function] else {
      return drop(notification, "no such function")
    }
    function.invoke(
      Invocation(event: Array(notification.event.utf8), traceID: nil) { [self] outcome in
        finish(notification, outcome)
      })
  }

  private func finish(_ notification: ObjectNotification, _ outcome: InvocationOutcome) {
    switch outcome {
    case .success: record(notification) { try $0.settle(notification) }
    case .failure(let failure) where failure.kind == .unavailable:
      let age = Instant.now().microseconds / 1000 - notification.createdAt
      guard age < Self.longestWait else { return drop(notification, "it waited for 6 hours") }
      record(notification) { try $0.postpone(notification, attempts: notification.attempts, by: .seconds(1)) }
    case .failure(let failure):
      guard notification.attempts < pauses.count else {
        return drop(notification, String(decoding: failure.payload, as: UTF8.self))
      }
      let pause = pauses[notification.attempts]
      record(notification) { try $0.postpone(notification, attempts: notification.attempts + 1, by: pause) }
    }
  }

  private func drop(_ notification: ObjectNotification, _ reason: String) {
    log.write(
      type: "host.objectEventDropped", function: notification.function,
      ["event": .string(notification.event), "error": .string(reason)])
    record(notification) { try $0.settle(notification) }
  }

  /// What could not be recorded is found due again.
  private func record(
    _ notification: ObjectNotification, _ write: @escaping @Sendable (ObjectService) throws -> Void
  ) {
    let events = NIOLoopBound(self, eventLoop: eventLoop)
    let (objects, eventLoop) = (objects, eventLoop)
    NIOThreadPool.singleton.submit { _ in
      try? write(objects)
      eventLoop.execute {
        events.value.inFlight.remove(notification.id)
        events.value.look()
      }
    }
  }
}
