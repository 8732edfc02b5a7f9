/// Keys are compared byte by byte. Swift's own comparisons take different spellings of one character for the same.
extension String {
  func startsWithBytes(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

  func endsWithBytes(_ suffix: String) -> Bool {
    utf8.count >= suffix.utf8.count && utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// Up to and with the first `delimiter` after `offset` bytes; nil when there is none.
  func bytes(through delimiter: String, after offset: Int) -> String? {
    let bytes = Array(utf8)
    let wanted = Array(delimiter.utf8)
    guard !wanted.isEmpty, bytes.count >= offset + wanted.count else { return nil }
    for start in offset...(bytes.count - wanted.count) where bytes[start] == wanted[0] {
      let end = start + wanted.count
      if bytes[start..<end].elementsEqual(wanted) { return String(decoding: bytes[..<end], as: UTF8.self) }
    }
    return nil
  }
}

extension Int {
  /// Of decimal digits alone: Swift's own initializer takes a sign too.
  init?(digits text: some StringProtocol) {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    self.init(text)
  }
}
