internal import Core
internal import HTTPClient

/// The Lambda Runtime API, version 2018-06-01, as a client sees it
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html), over one kept connection.
final class RuntimeAPI {
  /// The largest answer Lambda takes: 6 MiB and 100 bytes, as its emulator's own refusal says.
  static let maxResponseBytes = 6 * 1024 * 1024 + 100

  private let connection: HTTPConnection
  private let nextRequest: [UInt8]
  /// What every request for an invocation begins with.
  private let invocationPath = "POST /2018-06-01/runtime/invocation/"
  private let protocolAndHost: String
  private var head: [UInt8] = []

  /// `address` is `host:port`, from `AWS_LAMBDA_RUNTIME_API`. `gate` ends the wait for an event.
  init(address: String, gate: SocketGate? = nil) {
    // No time-out: the process may be frozen between two events, and whoever freezes it also ends it.
    connection = HTTPConnection(authority: address, gate: gate)
    protocolAndHost = " HTTP/1.1\r\nHost: \(address)\r\n"
    nextRequest = Array("GET /2018-06-01/runtime/invocation/next\(protocolAndHost)\r\n".utf8)
  }

  /// Waits for the next invocation. Its event stays valid until the next call.
  func next() throws(RuntimeFailure) -> Invocation {
    let status: Int
    do {
      let none = UnsafeRawBufferPointer(start: nil, count: 0)
      status = try connection.receiveFollowing() ?? connection.exchange(nextRequest, none).status
    } catch {
      // A connection that died was made anew already; this is the second failure.
      throw RuntimeFailure(reason: "no next invocation: \(error)")
    }
    guard status == 200 else { throw RuntimeFailure(reason: "the next invocation was answered \(status)") }
    guard let invocation = Invocation(connection) else {
      throw RuntimeFailure(reason: "the next invocation has no request id")
    }
    return invocation
  }

  /// The bytes of the event last received, valid until the next call.
  var event: UnsafeRawBufferPointer { connection.answerBody }

  /// Posts the answer to an invocation. Whether it was accepted. `asksAhead` says that nothing is left to do before the
  /// next event, so that it may be asked for in the same call.
  func respond(
    to invocation: Invocation, with body: [UInt8], asksAhead: Bool
  ) throws(RuntimeFailure) -> Bool {
    begin(invocation, "/response")
    head.append(contentsOf: "Content-Type: application/json\r\n".utf8)
    return try post(body, for: invocation, asksAhead: asksAhead && invocation.takesNextAhead)
  }

  /// Reports that an invocation failed. Whether it was accepted.
  func fail(_ invocation: Invocation, _ report: ErrorReport) throws(RuntimeFailure) -> Bool {
    begin(invocation, "/error")
    head.append(contentsOf: report.headers(traced: invocation.traceID != nil).utf8)
    return try post(report.body, for: invocation)
  }

  /// Reports that the function cannot start; the process must exit after it.
  func failInit(_ report: ErrorReport) throws(RuntimeFailure) {
    head.removeAll(keepingCapacity: true)
    head.append(contentsOf: "POST /2018-06-01/runtime/init/error\(protocolAndHost)".utf8)
    head.append(contentsOf: report.headers(traced: false).utf8)
    _ = try post(report.body, for: nil)
  }

  /// Streams an answer piece by piece. An error that `produce` throws is told in trailers, behind what was sent.
  /// Whether it was accepted.
  func stream(
    to invocation: Invocation, contentType: String, _ produce: (inout ResponseStream) throws -> Void
  ) throws(RuntimeFailure) -> (isAccepted: Bool, failure: (any Error)?) {
    begin(invocation, "/response")
    head.append(contentsOf: ResponseStream.headers(contentType: contentType).utf8)
    head.append(contentsOf: "\r\n".utf8)
    var stream = ResponseStream(connection)
    guard connection.send(head) else {
      Log.process.error("an answer could not be streamed", ["requestId": .string(invocation.requestID)])
      return (false, nil)
    }
    var failure: (any Error)?
    do {
      try produce(&stream)
      stream.flush()
    } catch {
      failure = error
    }
    stream.end(failure.map(ErrorReport.init))
    defer { connection.close() }
    let status: Int
    do {
      status = try connection.receiveAnswer()
    } catch {
      Log.process.error("an answer could not be streamed", ["error": .string(error.description)])
      return (false, failure)
    }
    return (try isAccepted(status, repeated: false, for: invocation), failure)
  }

  private func begin(_ invocation: Invocation, _ path: StaticString) {
    head.removeAll(keepingCapacity: true)
    head.append(contentsOf: invocationPath.utf8)
    head.append(contentsOf: invocation.requestID.utf8)
    head.append(contentsOf: UnsafeBufferPointer(start: path.utf8Start, count: path.utf8CodeUnitCount))
    head.append(contentsOf: protocolAndHost.utf8)
    if let invocationID = invocation.invocationID {
      head.append(contentsOf: "Lambda-Runtime-Invocation-Id: \(invocationID)\r\n".utf8)
    }
  }

  private func post(
    _ body: [UInt8], for invocation: Invocation?, asksAhead: Bool = false
  ) throws(RuntimeFailure) -> Bool {
    head.append(contentsOf: "Content-Length: ".utf8)
    head.append(contentsOf: String(body.count).utf8)
    head.append(contentsOf: "\r\n\r\n".utf8)
    let answer: HTTPConnection.Answer
    do {
      answer = try connection.exchange(head, body, following: asksAhead ? nextRequest : [])
    } catch {
      // What becomes of the invocation is Lambda's to say; whether there is a next one, the next call tells.
      Log.process.error(
        "an answer could not be posted",
        ["requestId": JSON(invocation?.requestID), "error": .string(error.description)])
      return false
    }
    return try isAccepted(answer.status, repeated: answer.wasRepeated, for: invocation)
  }

  /// 500 means that the environment is lost. Every other refusal concerns this answer only: it is logged, and
  /// the loop goes on. Also 413, "too large", is final: the caller has been told already.
  private func isAccepted(
    _ status: Int, repeated: Bool, for invocation: Invocation?
  ) throws(RuntimeFailure) -> Bool {
    if status == 500 { throw RuntimeFailure(reason: "the runtime API answered 500") }
    // The first of two may have arrived: then the second is the one that comes too late.
    if status == 202 || (repeated && (status == 400 || status == 403)) { return true }
    Log.process.error(
      "an answer was refused", ["status": JSON(status), "requestId": JSON(invocation?.requestID)])
    return false
  }
}

extension HTTPConnection {
  fileprivate func exchange(
    _ head: [UInt8], _ body: [UInt8], following: [UInt8]
  ) throws(TransferError) -> Answer {
    let result = body.withUnsafeBytes { body -> Result<Answer, TransferError> in
      do throws(TransferError) {
        return .success(try exchange(head, body, following: following))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
