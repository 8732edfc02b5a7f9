internal import HTTPServer

/// The parts of a `multipart/form-data` body (RFC 7578).
struct MultipartForm {
  struct Part {
    let name: String
    let contentType: String?
    let content: ArraySlice<UInt8>

    var text: String { String(decoding: content, as: UTF8.self) }
  }

  let parts: [Part]

  /// Nil when the body is not such a form.
  init?(_ request: HTTPRequest) {
    let body = request.body
    // As received: a boundary is case-sensitive.
    guard let contentType = request.header("content-type"),
      contentType.lowercased().hasPrefix("multipart/form-data"),
      let parameter = contentType.firstRange(of: "boundary=")
    else { return nil }
    let value = contentType[parameter.upperBound...].prefix { $0 != ";" }
    let delimiter = Array("--".utf8) + Array(value.filter { $0 != "\"" && $0 != " " }.utf8)
    var parts: [Part] = []
    guard var position = body[...].find(delimiter)?.upperBound else { return nil }
    let end = Array("\r\n".utf8) + delimiter
    // What follows a delimiter is a line break and a part, or "--" and the end.
    while body[position...].starts(with: [0x0D, 0x0A]) {
      position += 2
      guard let next = body[position...].find(end) else { return nil }
      if let part = Part(body[position..<next.lowerBound]) { parts.append(part) }
      position = next.upperBound
    }
    self.parts = parts
  }

  func part(_ name: String) -> Part? { parts.first { $0.name == name } }
}

extension MultipartForm.Part {
  /// Reads the header lines and takes the rest as content; nil without a name.
  fileprivate init?(_ bytes: ArraySlice<UInt8>) {
    guard let gap = bytes.find(Array("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self)
    var name: String?
    var contentType: String?
    for line in head.split(separator: "\r\n") {
      let lowered = line.lowercased()
      if lowered.hasPrefix("content-type:") {
        contentType = String(lowered.dropFirst(13).drop { $0 == " " })
      } else if lowered.hasPrefix("content-disposition:"), let start = lowered.firstRange(of: "; name=") {
        name = String(lowered[start.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" })
      }
    }
    guard let name else { return nil }
    self.init(name: name, contentType: contentType, content: bytes[gap.upperBound...])
  }
}

extension ArraySlice<UInt8> {
  /// The first place where the bytes of `pattern` stand. Looks for the first byte alone, which is fast.
  fileprivate func find(_ pattern: [UInt8]) -> Range<Int>? {
    guard let first = pattern.first, count >= pattern.count else { return nil }
    var position = startIndex
    let last = endIndex - pattern.count
    while position <= last {
      guard let found = self[position...last].firstIndex(of: first) else { return nil }
      if self[found...].starts(with: pattern) { return found..<found + pattern.count }
      position = found + 1
    }
    return nil
  }
}
