/// An element of a small XML document, as S3's requests are: no attributes, no mixed content, no external entities.
struct XMLElement {
  let name: String
  var children: [XMLElement] = []
  var text = ""

  subscript(name: String) -> String? { children.first { $0.name == name }?.text }

  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// nil when the text is not one whole element, or nests deeper than any request does.
  init?(parsing bytes: [UInt8]) {
    var reader = XMLReader(bytes)
    guard let root = reader.document() else { return nil }
    self = root
  }

  init(name: String) { self.name = name }
}

/// Reads elements from the front of a text.
private struct XMLReader {
  private static let deepest = 8

  private var rest: Substring

  init(_ bytes: [UInt8]) { rest = String(decoding: bytes, as: UTF8.self)[...] }

  mutating func document() -> XMLElement? {
    skipMisc()
    guard let root = element(depth: 0) else { return nil }
    skipMisc()
    return rest.isEmpty ? root : nil
  }

  /// White space, comments and the declaration. A document type is not among them.
  private mutating func skipMisc() {
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      if rest.hasPrefix("<?") {
        guard skip(past: "?>") else { return }
      } else if rest.hasPrefix("<!--") {
        guard skip(past: "-->") else { return }
      } else {
        return
      }
    }
  }

  private mutating func skip(past end: String) -> Bool {
    guard let range = rest.firstRange(of: end) else { return false }
    rest = rest[range.upperBound...]
    return true
  }

  private mutating func element(depth: Int) -> XMLElement? {
    guard depth < Self.deepest, rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
    var tag = rest[rest.index(after: rest.startIndex)..<end]
    rest = rest[rest.index(after: end)...]
    let isEmpty = tag.hasSuffix("/")
    if isEmpty { tag = tag.dropLast() }
    let qualified = tag.prefix { !$0.isWhitespace }
    guard let name = qualified.split(separator: ":").last.map(String.init), name.first?.isLetter == true
    else {
      return nil
    }
    var element = XMLElement(name: name)
    if isEmpty { return element }
    while true {
      guard let next = rest.firstIndex(of: "<") else { return nil }
      guard let text = Self.unescape(rest[..<next]) else { return nil }
      element.text += text
      rest = rest[next...]
      if rest.hasPrefix("</") {
        guard rest.dropFirst(2).hasPrefix(qualified), skip(past: ">") else { return nil }
        if !element.children.isEmpty { element.text = "" }
        return element
      }
      if rest.hasPrefix("<!--") {
        guard skip(past: "-->") else { return nil }
        continue
      }
      guard let child = self.element(depth: depth + 1) else { return nil }
      element.children.append(child)
    }
  }

  private static func unescape(_ text: Substring) -> String? {
    guard text.contains("&") else { return String(text) }
    var result = ""
    var rest = text
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      guard let end = rest[start...].firstIndex(of: ";") else { return nil }
      let name = rest[rest.index(after: start)..<end]
      switch name {
      case "amp": result += "&"
      case "lt": result += "<"
      case "gt": result += ">"
      case "quot": result += "\""
      case "apos": result += "'"
      default:
        let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
        guard name.hasPrefix("#"), let scalar = number.flatMap(Unicode.Scalar.init) else { return nil }
        result.unicodeScalars.append(scalar)
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
