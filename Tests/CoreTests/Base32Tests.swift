internal import Core
internal import Testing

@Suite("Base 32 is that of RFC 4648, without padding") struct Base32Tests {
  /// RFC 4648 §10.
  @Test(
    "The vectors of the RFC",
    arguments: [
      ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
      ("foobar", "MZXW6YTBOI"),
    ])
  func vectors(_ plain: String, _ text: String) {
    #expect(Base32.encode(Array(plain.utf8)) == text)
    #expect(Base32.decode(text) == Array(plain.utf8))
    #expect(Base32.decode(text.lowercased()) == Array(plain.utf8))
  }

  @Test("Every byte comes back, at every length") func roundTrip() {
    for length in 0...40 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 7) }
      #expect(Base32.decode(Base32.encode(bytes)) == bytes)
    }
  }

  @Test(
    "What is no base 32 is refused", arguments: ["M", "MZX", "MZXW6Y", "MY======", "M1", "MZ", "M Y", "ÄY"])
  func refused(_ text: String) { #expect(Base32.decode(text) == nil) }
}
