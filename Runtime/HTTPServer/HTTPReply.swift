/// The answer to a request. `content-length` and `connection` are added when it is sent.
package struct HTTPReply: Sendable {
  package let status: Int
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A body of JSON text.
  package static func json(_ status: Int, _ body: String) -> HTTPReply {
    HTTPReply(status: status, headers: [("content-type", "application/json")], body: Array(body.utf8))
  }
}
