/// The head of a request whose body is read piece by piece.
package struct StreamingRequest: Sendable {
  package let method: String
  /// As it was sent.
  package let path: String
  /// As it was sent, without the question mark.
  package let query: String
  /// In their order, with their names as they were sent.
  package let headers: [(name: String, value: String)]
  package let remoteAddress: String

  package init(
    method: String, path: String, query: String, headers: [(name: String, value: String)],
    remoteAddress: String
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.remoteAddress = remoteAddress
  }

  /// The first of that name; `name` in lower case.
  package func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
}
