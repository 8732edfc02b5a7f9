internal import Core
internal import HTTPClient

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What a kind of function makes of an event.
enum Answer {
  case bytes([UInt8])
  case stream(contentType: String, (inout ResponseStream) throws -> Void)
}

/// Handles one invocation after the other until the environment ends.
enum RuntimeLoop {
  /// For functions whose answer is whole. `handle` gets the event's bytes and returns the answer's.
  static func run(
    needs: [Setting], _ handle: (UnsafeRawBufferPointer, Context) throws -> [UInt8]
  ) -> Never {
    start(needs: needs) { event, context in .bytes(try handle(event, context)) }
  }

  /// Checks the settings, then serves until the environment ends.
  static func start(
    needs: [Setting], _ handle: (UnsafeRawBufferPointer, Context) throws -> Answer
  ) -> Never {
    if CommandLine.argc > 1 { Usage.tell(needs) }
    TerminationSignal.install()
    KeptMemory.configure()
    guard let address = Environment.value("AWS_LAMBDA_RUNTIME_API") else {
      end(RuntimeFailure(reason: "AWS_LAMBDA_RUNTIME_API is not set: run this by Lambda or by `clientnest`"))
    }
    let gate = SocketGate()
    let api = RuntimeAPI(address: address, gate: gate)
    do throws(RuntimeFailure) {
      let missing = needs.filter { Environment.value($0.name) == nil }
      if !missing.isEmpty {
        let names = missing.map { "\($0.name) (\($0.meaning))" }.joined(separator: ", ")
        let report = ErrorReport("MissingSetting", "missing environment variables: \(names)")
        try api.failInit(report)
        throw RuntimeFailure(reason: report.message)
      }
      let registered = needs.contains(where: \.keepsConnection) ? Extension(address: address) : nil
      try withExtendedLifetime(registered) { () throws(RuntimeFailure) in
        try serve(api, Watch(address: address, gate: gate), handle)
      }
      exit(0)
    } catch {
      end(error)
    }
  }

  /// Returns when the process was asked to end and everything kept is ended.
  private static func serve(
    _ api: RuntimeAPI, _ watch: Watch, _ handle: (UnsafeRawBufferPointer, Context) throws -> Answer
  ) throws(RuntimeFailure) {
    let state = FunctionState()
    let trace = TraceVariable()
    while watch.beginWaiting() {
      let invocation: Invocation
      do {
        invocation = try api.next()
      } catch {
        if watch.isEnding { break }
        throw error
      }
      watch.begin(invocation)
      trace.update(invocation.traceID)
      let context = Context(invocation, state)
      let isFree = { state.afterAnswer.isEmpty && !watch.isEnding }
      if try serveOne(api, watch, invocation, context, isFree, handle) {
        state.finishInvocation(context.log)
      }
      state.afterAnswer = []
      Activity.current.clearDeadline()
    }
    state.end()
  }

  /// Whether an answer was accepted. `isFree` tells whether nothing is left to do then.
  private static func serveOne(
    _ api: RuntimeAPI, _ watch: Watch, _ invocation: Invocation, _ context: Context, _ isFree: () -> Bool,
    _ handle: (UnsafeRawBufferPointer, Context) throws -> Answer
  ) throws(RuntimeFailure) -> Bool {
    Activity.current.deadline = context.callDeadline
    let outcome = Result { try handle(api.event, context) }
    watch.beginAnswer()
    switch outcome {
    case .success(.bytes(let body)) where body.count <= RuntimeAPI.maxResponseBytes:
      return try api.respond(to: invocation, with: body, asksAhead: isFree())
    case .success(.bytes(let body)):
      // Lambda would refuse it and tell the caller less.
      let message = "the answer has \(body.count) bytes; \(RuntimeAPI.maxResponseBytes) are allowed"
      context.log.error(message)
      return try api.fail(invocation, ErrorReport("ResponseSizeTooLarge", message))
    case .success(.stream(let contentType, let produce)):
      let result = try api.stream(to: invocation, contentType: contentType, produce)
      if let failure = result.failure { context.log.error("the answer was broken off", cause(failure)) }
      return result.isAccepted
    case .failure(let error):
      context.log.error("the invocation failed", cause(error))
      return try api.fail(invocation, ErrorReport(error))
    }
  }

  private static func cause(_ error: any Error) -> JSONObject {
    ["error": .string(String(describing: error))]
  }

  private static func end(_ failure: RuntimeFailure) -> Never {
    Log.process.fatal("the process ends", ["reason": .string(failure.reason)])
    exit(1)
  }
}
