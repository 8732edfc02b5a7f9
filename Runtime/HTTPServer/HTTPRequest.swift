/// A whole HTTP/1.1 request, body included.
package struct HTTPRequest: Sendable {
  package let method: String
  /// As received, still percent-encoded, without the query.
  package let path: String
  /// As received, without the question mark; empty when there is none.
  package let query: String
  package let body: [UInt8]
  /// The IP address of the peer.
  package let remoteAddress: String
  /// Whether a page in a browser made it, and not a program or the browser's user.
  package let isFromPage: Bool
  private let fields: HeaderFields
  private let trailers: [(name: String, value: String)]

  init(_ incoming: IncomingRequest, from remoteAddress: String) {
    method = incoming.head.method
    path = incoming.head.path
    query = incoming.head.query
    fields = incoming.head.fields
    body = incoming.body
    trailers = incoming.trailers
    self.remoteAddress = remoteAddress
    isFromPage = incoming.head.page != .none
  }

  /// In the order and the case received. Trailers of a chunked body are at the end, where the server keeps them.
  package var headers: [(name: String, value: String)] { fields.all + trailers }

  /// The first header of that name, in any case.
  package func header(_ name: String) -> String? {
    fields.first(name) ?? trailers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
