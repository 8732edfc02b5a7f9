internal import Core
internal import HTTPClient

/// Calls the running host of a state directory.
struct HostClient {
  private let base: String
  private let client = HTTPClient()

  /// Fails when no host runs on this state.
  init(_ state: StateDirectory) throws {
    guard let record = try state.readHostRecord(), record.isRunning else {
      throw CommandFailure(
        "no host is running on \(state.path)", remedy: "Start it with: clientnest up", code: .unavailable)
    }
    base = "http://127.0.0.1:\(record.servicesPort)"
  }

  func get(_ path: String) throws -> JSON {
    let response = try send(OutboundRequest("GET", base + path))
    guard response.status == 200 else {
      throw CommandFailure("the host answered \(response.status) to \(path)")
    }
    return try JSON(parsing: response.body)
  }

  /// Invokes a function and waits for its answer, at most the 15 minutes that a function may take.
  func invoke(_ function: String, event: [UInt8]) throws -> (succeeded: Bool, answer: [UInt8]) {
    let response = try send(
      OutboundRequest(
        "POST", "\(base)/2015-03-31/functions/\(PercentEncoding.encode(function))/invocations",
        headers: [("Content-Type", "application/json")], body: event, isMutating: true, timeout: .seconds(900)
      ))
    switch response.status {
    case 200..<300: return (response.header("x-amz-function-error") == nil, response.body)
    case 404:
      throw CommandFailure(
        "there is no function \(function)", remedy: "clientnest doctor lists the functions of the template.")
    default:
      throw CommandFailure(
        "the host answered \(response.status): \(String(decoding: response.body, as: UTF8.self))")
    }
  }

  /// An operation of the queue protocol.
  func queues(_ operation: String, _ request: JSON) throws -> JSON {
    let response = try send(
      OutboundRequest(
        "POST", base + "/",
        headers: [
          ("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.\(operation)"),
        ],
        body: request.encoded(), isMutating: true))
    let answer = try JSON(parsing: response.body)
    guard response.status == 200 else {
      throw CommandFailure(answer["message"]?.string ?? "the host answered \(response.status)")
    }
    return answer
  }

  private func send(_ request: OutboundRequest) throws -> InboundResponse {
    do {
      return try client.send(request)
    } catch {
      throw CommandFailure("the host does not answer: \(error)", code: .unavailable)
    }
  }
}
