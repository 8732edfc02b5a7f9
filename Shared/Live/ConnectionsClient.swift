internal import Core
internal import HTTPClient
package import Signature

/// Sends to the connections of a WebSocket API by API Gateway's management API
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html).
package final class ConnectionsClient {
  private let endpoint: String
  private let host: String
  private let signature: SignatureV4
  private let client = HTTPClient()

  /// `endpoint` is the stage's address, `https://{api}.execute-api.{region}.amazonaws.com/{stage}`.
  package init(endpoint: String, region: String, credentials: SignatureV4.Credentials) {
    self.endpoint = endpoint
    host = hostName(of: endpoint)
    signature = SignatureV4(credentials, region: region, service: "execute-api")
  }

  /// Sends at most 128 KiB. Returns false when the connection has ended.
  func send(_ body: [UInt8], to connection: String) throws(ConnectionsError) -> Bool {
    try call("POST", connection, body)
  }

  /// Ends the connection. Returns false when it has ended before.
  func close(_ connection: String) throws(ConnectionsError) -> Bool { try call("DELETE", connection, []) }

  private func call(_ method: String, _ connection: String, _ body: [UInt8]) throws(ConnectionsError) -> Bool
  {
    let url = "\(endpoint)/@connections/\(PercentEncoding.encode(connection))"
    let path =
      url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).last.map { "/\($0)" } ?? "/"
    let headers = signature.sign(
      method: method, path: path, headers: [("content-type", "application/json"), ("host", host)], body: body,
      at: .now())
    let response: InboundResponse
    do {
      response = try client.send(
        OutboundRequest(method, url, headers: headers, body: body, timeout: .seconds(5)))
    } catch {
      throw ConnectionsError(reason: error.reason)
    }
    switch response.status {
    case 200, 204: return true
    case 410: return false
    default:
      throw ConnectionsError(
        reason: "\(response.status) \(String(decoding: response.body.prefix(300), as: UTF8.self))")
    }
  }
}

/// A message could not be sent to a connection that may still be there.
package struct ConnectionsError: Error, Sendable {
  package let reason: String
}
