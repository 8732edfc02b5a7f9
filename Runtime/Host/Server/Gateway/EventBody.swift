internal import Core
internal import HTTPServer

/// The body of a request as events carry it: text as it is, anything else as base 64.
enum EventBody {
  private static let textTypes = ["text/", "application/json", "application/xml", "application/javascript"]

  static func write(_ request: HTTPRequest, into writer: inout JSONWriter) {
    guard !request.body.isEmpty else { return writeFlag(false, into: &writer) }
    let type = (request.header("content-type") ?? "").lowercased()
    let isText =
      textTypes.contains { type.hasPrefix($0) } || type.contains("+json") || type.contains("+xml")
    let text = isText ? String(validating: request.body, as: UTF8.self) : nil
    writer.member("body", text ?? Base64.encode(request.body))
    writeFlag(text == nil, into: &writer)
  }

  private static func writeFlag(_ flag: Bool, into writer: inout JSONWriter) {
    writer.name("isBase64Encoded")
    writer.write(.bool(flag))
  }
}

extension JSONWriter {
  mutating func pairs(_ pairs: [(name: String, value: String)]) {
    object { writer in for (name, value) in pairs { writer.member(name, value) } }
  }

  mutating func pairsOrNull(_ pairs: [(name: String, value: String)]) {
    if pairs.isEmpty { write(.null) } else { self.pairs(pairs) }
  }

  mutating func strings(_ strings: [String]) {
    array { writer in for string in strings { writer.write(string) } }
  }
}
