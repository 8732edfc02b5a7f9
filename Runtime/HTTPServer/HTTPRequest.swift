/// A whole HTTP/1.1 request, body included.
package struct HTTPRequest: Sendable {
  package let method: String
  /// As received, still percent-encoded, without the query.
  package let path: String
  /// As received, without the question mark; empty when there is none.
  package let query: String
  /// In the order and the case received. Trailers of a chunked body are at the end.
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]
  /// The IP address of the peer.
  package let remoteAddress: String

  /// The first header of that name, in any case.
  package func header(_ name: String) -> String? {
    headers.first { isSameName($0.name, name) }?.value
  }
}

/// Whether two header names are the same: ASCII letters match in either case (RFC 9110 §5.1).
private func isSameName(_ left: String, _ right: String) -> Bool {
  let (left, right) = (left.utf8, right.utf8)
  return left.count == right.count && zip(left, right).allSatisfy { lowercase($0) == lowercase($1) }
}

private func lowercase(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
