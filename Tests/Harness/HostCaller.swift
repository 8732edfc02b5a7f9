package import Core
internal import Signature

/// Calls the services of a host and signs what it calls, as AWS's clients do.
package struct HostCaller: Sendable {
  private let base: String
  private let credentials: SignatureV4.Credentials

  /// `base` is the address of the services; the host's own key is called `local`.
  package init(_ base: String, accessKey: String = "local", secretKey: String) {
    self.base = base
    credentials = SignatureV4.Credentials(accessKey: accessKey, secretKey: secretKey, sessionToken: nil)
  }

  /// `service` is what the signature names: `lambda`, `sqs`, `execute-api`, or `host` for the host's state.
  package func call(
    _ service: String, _ method: String, _ path: String, _ body: [UInt8]? = nil,
    headers: [String: String] = [:]
  ) throws -> Client.Answer {
    let signed = SignatureV4(credentials, region: "local", service: service).sign(
      method: method, path: path,
      headers: headers.map { (name: $0.key.lowercased(), value: $0.value) }
        + [(name: "host", value: String(base.dropFirst("http://".count)))],
      body: body ?? [], at: .now())
    let all = Dictionary(signed.map { ($0.name, $0.value) }) { first, _ in first }
    return try Client(base).call(method, path, body, headers: all)
  }

  /// Lambda's Invoke.
  package func invoke(
    _ function: String, _ event: JSON = [:], headers: [String: String] = [:]
  ) throws -> Client.Answer {
    try call(
      "lambda", "POST", "/2015-03-31/functions/\(function)/invocations", event.encoded(), headers: headers)
  }

  /// An operation of the queue protocol.
  package func queues(_ operation: String, _ request: JSON) throws -> Client.Answer {
    try call(
      "sqs", "POST", "/", request.encoded(),
      headers: ["X-Amz-Target": "AmazonSQS.\(operation)", "Content-Type": "application/x-amz-json-1.0"])
  }
}
