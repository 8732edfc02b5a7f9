internal import Core
internal import HTTPClient

/// The Lambda Runtime API, version 2018-06-01, as a client sees it
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
///
/// Two handles, each with its own kept connection and fixed options: one waits for events, one answers.
final class RuntimeAPI {
  /// The largest answer Lambda takes: 6 MiB and 100 bytes, as its emulator's own refusal says.
  static let maxResponseBytes = 6 * 1024 * 1024 + 100

  private let base: String
  private let events = EasyHandle()
  private let answers = EasyHandle()

  /// `address` is `host:port`, from `AWS_LAMBDA_RUNTIME_API`.
  init(address: String) {
    base = "http://\(address)/2018-06-01/runtime"
    // At 1 MiB these buffers nearly double the rate; pages that are not touched cost nothing.
    let buffers = (receive: 512 << 10, send: 2 << 20)
    // No time-out on the events: the process may be frozen between two of them.
    events.configure(EasyHandle.Settings(timeout: nil, connectTimeout: .seconds(2), bufferBytes: buffers))
    events.setHeaders(["Accept:"])
    events.url = base + "/invocation/next"
    answers.configure(
      EasyHandle.Settings(timeout: .seconds(30), connectTimeout: .seconds(2), bufferBytes: buffers))
  }

  /// Waits for the next invocation. Its event stays valid until the next call.
  func next() throws(RuntimeFailure) -> Invocation {
    let status: Int
    do {
      status = try events.perform("GET")
    } catch {
      // libcurl has tried a kept connection that died once more by itself; this is the second failure.
      throw RuntimeFailure(reason: "no next invocation: \(error)")
    }
    guard status == 200 else { throw RuntimeFailure(reason: "the next invocation was answered \(status)") }
    guard let requestID = events.responseHeader("lambda-runtime-aws-request-id") else {
      throw RuntimeFailure(reason: "the next invocation has no request id")
    }
    let deadline = events.responseHeader("lambda-runtime-deadline-ms").flatMap { Int64($0) }
    return Invocation(
      requestID: requestID,
      invocationID: events.responseHeader("lambda-runtime-invocation-id"),
      deadline: deadline.map { Instant(microseconds: $0 * 1000) } ?? .now() + .seconds(900),
      functionARN: events.responseHeader("lambda-runtime-invoked-function-arn") ?? "",
      traceID: events.responseHeader("lambda-runtime-trace-id"))
  }

  /// Lends the bytes of the event last received.
  func withEvent<Result>(_ use: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try events.withResponseBody(use)
  }

  /// Posts the answer to an invocation.
  func respond(to invocation: Invocation, with body: [UInt8]) throws(RuntimeFailure) {
    try post("/invocation/\(invocation.requestID)/response", body, headers: headers(of: invocation))
  }

  /// Reports that an invocation failed. `type` is `Function.<Type>`.
  func fail(_ invocation: Invocation, type: String, message: String) throws(RuntimeFailure) {
    try post(
      "/invocation/\(invocation.requestID)/error", Self.report(type, message),
      headers: headers(of: invocation) + ["Lambda-Runtime-Function-Error-Type: \(type)"])
  }

  /// Reports that the function cannot start; the process must exit after it.
  func failInit(type: String, message: String) throws(RuntimeFailure) {
    try post(
      "/init/error", Self.report(type, message),
      headers: ["Content-Type: application/json", "Lambda-Runtime-Function-Error-Type: \(type)"])
  }

  private func headers(of invocation: Invocation) -> [String] {
    // Echoed only when it was given: it keeps a late answer from reaching a newer invocation.
    ["Content-Type: application/json"]
      + (invocation.invocationID.map { ["Lambda-Runtime-Invocation-Id: \($0)"] } ?? [])
  }

  private static func report(_ type: String, _ message: String) -> [UInt8] {
    JSON.object(["errorMessage": .string(message), "errorType": .string(type), "stackTrace": []]).encoded()
  }

  /// 500 means that the environment is lost. Every other refusal concerns this answer only: it is logged, and
  /// the loop goes on.
  private func post(_ path: String, _ body: [UInt8], headers: [String]) throws(RuntimeFailure) {
    answers.setHeaders(headers + ["Expect:", "Accept:"])
    answers.url = base + path
    let status: Int
    do {
      status = try body.withUnsafeBytes { try answers.perform("POST", body: $0) }
    } catch {
      throw RuntimeFailure(reason: "an answer could not be posted: \(error)")
    }
    if status == 500 { throw RuntimeFailure(reason: "the runtime API answered 500") }
    if status != 202 {
      Log.process.error("an answer was refused", ["status": JSON(status), "path": .string(path)])
    }
  }
}

/// What is known of one invocation besides its event.
struct Invocation {
  let requestID: String
  let invocationID: String?
  let deadline: Instant
  let functionARN: String
  let traceID: String?
}

/// The environment is lost: the process ends with this reason.
struct RuntimeFailure: Error {
  let reason: String
}
