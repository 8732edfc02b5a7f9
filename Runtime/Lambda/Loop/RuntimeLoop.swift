internal import Core

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Handles one invocation after the other until the environment ends.
enum RuntimeLoop {
  /// Checks the settings, then serves for ever. `handle` gets the event's bytes and returns the answer's.
  static func run(
    needs: [Setting], _ handle: (UnsafeRawBufferPointer, Context) throws -> [UInt8]
  ) -> Never {
    // Sent before the environment is taken away, when there is nothing in flight.
    signal(SIGTERM) { _ in _exit(0) }
    guard let address = Environment.value("AWS_LAMBDA_RUNTIME_API") else {
      end(RuntimeFailure(reason: "AWS_LAMBDA_RUNTIME_API is not set: run this by Lambda or by `clientnest`"))
    }
    let api = RuntimeAPI(address: address)
    do throws(RuntimeFailure) {
      let missing = needs.filter { Environment.value($0.name) == nil }
      if !missing.isEmpty {
        let names = missing.map { "\($0.name) (\($0.meaning))" }.joined(separator: ", ")
        try api.failInit(type: "Function.MissingSetting", message: "missing environment variables: \(names)")
        throw RuntimeFailure(reason: "missing environment variables: \(names)")
      }
      let kept = Kept()
      while true { try serveOne(api, kept, handle) }
    } catch {
      end(error)
    }
  }

  private static func serveOne(
    _ api: RuntimeAPI, _ kept: Kept, _ handle: (UnsafeRawBufferPointer, Context) throws -> [UInt8]
  ) throws(RuntimeFailure) {
    let invocation = try api.next()
    if let traceID = invocation.traceID { setenv("_X_AMZN_TRACE_ID", traceID, 1) }
    let context = Context(invocation, kept)
    switch api.outcome(of: invocation, context, handle) {
    case .success(let body) where body.count <= RuntimeAPI.maxResponseBytes:
      try api.respond(to: invocation, with: body)
    case .success(let body):
      let message = "the answer has \(body.count) bytes; \(RuntimeAPI.maxResponseBytes) are allowed"
      context.log.error(message)
      try api.fail(invocation, type: "Function.ResponseSizeTooLarge", message: message)
    case .failure(let error):
      context.log.error("the invocation failed", ["error": .string(String(describing: error))])
      try api.fail(
        invocation, type: "Function.\(type(of: error as Any))", message: String(describing: error))
    }
  }

  private static func end(_ failure: RuntimeFailure) -> Never {
    Log.process.error("the process ends", ["reason": .string(failure.reason)])
    exit(1)
  }
}

extension RuntimeAPI {
  fileprivate func outcome(
    of invocation: Invocation, _ context: Context,
    _ handle: (UnsafeRawBufferPointer, Context) throws -> [UInt8]
  ) -> Result<[UInt8], any Error> {
    Result { try withEvent { event in try handle(event, context) } }
  }
}
