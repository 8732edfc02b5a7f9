/// What a signature is made over.
package struct SignedRequest: Sendable {
  package let method: String
  /// As it was sent.
  package let path: String
  /// As it was sent, without the question mark.
  package let query: String
  package let headers: [(name: String, value: String)]
  /// Of the body, in hexadecimal, or one of the words that S3 has instead.
  package let payloadHash: String

  package init(
    method: String, path: String, query: String, headers: [(name: String, value: String)], payloadHash: String
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.payloadHash = payloadHash
  }

  /// `name` in lower case.
  func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
}
