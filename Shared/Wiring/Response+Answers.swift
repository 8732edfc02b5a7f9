package import LambdaRuntime

extension Response {
  /// JSON that seldom changes: a 304 when the sender has it already, by `If-None-Match` (RFC 9110 §13.1.2).
  package static func json(_ body: [UInt8], tagged etag: String, for request: Request) -> Response {
    let headers = [(name: "etag", value: etag), (name: "cache-control", value: "no-cache")]
    let known = (request.header("if-none-match") ?? "").split(separator: ",").map { tag in
      // The comparison is weak: a proxy may have made the tag so.
      let tag = tag.filter { !$0.isWhitespace }
      return tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
    }
    if known.contains(etag) || known == ["*"] { return Response(304, headers: headers) }
    return Response(200, headers: [("content-type", "application/json")] + headers, body: body)
  }

  /// What was asked for will be done; there is nothing to tell yet.
  package static let accepted = Response(202)
}
