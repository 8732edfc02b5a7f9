internal import Core
internal import HTTPClient
internal import Signature

/// Calls the running host of a state directory, with the key that is kept there: who cannot read it cannot call.
struct HostClient {
  private let base: String
  private let host: String
  private let credentials: SignatureV4.Credentials
  private let client = HTTPClient()

  /// Fails when no host runs on this state.
  init(_ state: StateDirectory) throws {
    guard let record = try state.readHostRecord(), record.isRunning else {
      throw CommandFailure(
        "no host is running on \(state.path)", remedy: "Start it with: clientnest up", code: .unavailable)
    }
    guard let secret = try KeptParameters.find("HostSecretKey", in: state) else {
      throw CommandFailure("there is no HostSecretKey in \(state.parameters)", code: .configuration)
    }
    host = "127.0.0.1:\(record.servicesPort)"
    base = "http://" + host
    credentials = SignatureV4.Credentials(accessKey: "local", secretKey: secret, sessionToken: nil)
  }

  func get(_ path: String) throws -> JSON {
    let response = try send("GET", path, to: "host")
    guard response.status == 200 else {
      throw CommandFailure("the host answered \(response.status) to \(path)")
    }
    return try JSON(parsing: response.body)
  }

  /// Invokes a function and waits for its answer, at most the 15 minutes that a function may take.
  func invoke(_ function: String, event: [UInt8]) throws -> (succeeded: Bool, answer: [UInt8]) {
    let response = try send(
      "POST", "/2015-03-31/functions/\(PercentEncoding.encode(function))/invocations", to: "lambda",
      [("content-type", "application/json")], event, upTo: .seconds(900))
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
      "POST", "/", to: "sqs",
      [("content-type", "application/x-amz-json-1.0"), ("x-amz-target", "AmazonSQS.\(operation)")],
      request.encoded())
    let answer = try JSON(parsing: response.body)
    guard response.status == 200 else {
      throw CommandFailure(answer["message"]?.string ?? "the host answered \(response.status)")
    }
    return answer
  }

  /// `service` is what the signature names.
  private func send(
    _ method: String, _ path: String, to service: String, _ headers: [(name: String, value: String)] = [],
    _ body: [UInt8]? = nil, upTo limit: Duration = .seconds(30)
  ) throws -> InboundResponse {
    let signed = SignatureV4(credentials, region: "local", service: service).sign(
      method: method, path: path, headers: headers + [("host", host)], body: body ?? [], at: .now())
    do {
      return try client.send(
        OutboundRequest(
          method, base + path, headers: signed, body: body, isMutating: body != nil, timeout: limit))
    } catch {
      throw CommandFailure("the host does not answer: \(error)", code: .unavailable)
    }
  }
}
