/// Percent-encoding of URLs (RFC 3986 §2).
package enum PercentEncoding {
  /// Escapes everything but the unreserved characters, and those in `also`.
  package static func encode(_ text: some StringProtocol, keeping also: String = "") -> String {
    var result: [UInt8] = []
    let kept = Array(also.utf8)
    for byte in text.utf8 {
      if isUnreserved(byte) || kept.contains(byte) {
        result.append(byte)
      } else {
        result.append(0x25)
        result.append(contentsOf: Hex.digits(of: byte).map { $0 >= 0x61 ? $0 - 0x20 : $0 })
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Resolves escapes; an incomplete one stays as it is.
  package static func decode(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x25, index + 2 < bytes.count, let high = Hex.value(of: bytes[index + 1]),
        let low = Hex.value(of: bytes[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The same path without escapes that change nothing: those of unreserved characters (RFC 3986 §6.2.2.2). All others
  /// stay as they are, and nothing is resolved twice: what separates parts, and what is an escape itself, is one before and
  /// after.
  package static func normalized(_ path: String) -> String {
    guard path.utf8.contains(0x25) else { return path }
    let bytes = Array(path.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x25, index + 2 < bytes.count, let high = Hex.value(of: bytes[index + 1]),
        let low = Hex.value(of: bytes[index + 2])
      {
        let byte = high << 4 | low
        result += isUnreserved(byte) ? [byte] : bytes[index...(index + 2)]
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }
}

/// Name–value pairs as `application/x-www-form-urlencoded` text, in forms and query strings.
package enum URLForm {
  package static func encode(_ pairs: [(String, String)]) -> String {
    pairs.map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }.joined(separator: "&")
  }

  package static func parse(_ text: some StringProtocol) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (name: decode(parts[0]), value: parts.count == 2 ? decode(parts[1]) : "")
    }
  }

  /// One name or value: `+` means a space.
  package static func decode(_ text: some StringProtocol) -> String {
    PercentEncoding.decode(String(text.map { $0 == "+" ? " " : $0 }))
  }
}
