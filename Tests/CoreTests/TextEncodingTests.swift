internal import Core
internal import Testing

@Suite("Bytes and text are carried into each other by the books") struct TextEncodingTests {
  /// RFC 4648 §10.
  @Test(
    "The vectors of RFC 4648",
    arguments: [
      ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
      ("foob", "Zm9vYg==", "666f6f62"),
      ("fooba", "Zm9vYmE=", "666f6f6261"), ("foobar", "Zm9vYmFy", "666f6f626172"),
    ])
  func vectors(_ text: String, _ base64: String, _ hex: String) {
    let bytes = Array(text.utf8)
    #expect(Base64.encode(bytes) == base64)
    #expect(Base64.decode(base64) == bytes)
    #expect(Base64.urlDecode(base64.filter { $0 != "=" }) == bytes)
    #expect(Hex.encode(bytes) == hex)
    #expect(Hex.decode(hex.uppercased()) == bytes)
  }

  @Test("All bytes survive, in lengths that end at every place of a group")
  func allBytes() {
    for length in 0..<67 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ length) }
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
      #expect(Base64.urlDecode(Base64.urlEncode(bytes)) == bytes)
      #expect(Hex.decode(Hex.encode(bytes)) == bytes)
    }
    #expect(Base64.encode([0xFB, 0xEF, 0xFF]) == "++//")
    #expect(Base64.urlEncode([0xFB, 0xEF, 0xFF]) == "--__")
  }

  @Test(
    "A text that is not base 64, or not the only one for its bytes, is refused",
    arguments: [
      "Zg", "Zg=", "Z", "Zg===", "Zh==", "Zm9=", "Zm9v=", "====", "Zm 9v", "Zm9v\n", "Zm-_", "Z=9v", "Zmé=",
    ])
  func badBase64(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test(
    "The URL alphabet takes no padding and no other alphabet",
    arguments: ["Zg==", "Z", "Zh", "++//", "Zm9=", "a b "])
  func badURLBase64(_ text: String) {
    #expect(Base64.urlDecode(text) == nil)
  }

  @Test("An odd or foreign digit is no hexadecimal text", arguments: ["0", "0g", "0x00", " 00", "ｆｆ", "-1"])
  func badHex(_ text: String) {
    #expect(Hex.decode(text) == nil)
  }

  @Test(
    "Everything but the unreserved characters of RFC 3986 is escaped",
    arguments: [
      ("AZaz09-._~", "AZaz09-._~"), ("a b&c=d/e?f#g", "a%20b%26c%3Dd%2Fe%3Ff%23g"),
      ("é€😹", "%C3%A9%E2%82%AC%F0%9F%98%B9"),
      ("100%+\"<>", "100%25%2B%22%3C%3E"), ("", ""), ("\u{0}\n", "%00%0A"),
    ])
  func percentEncoding(_ text: String, _ encoded: String) {
    #expect(PercentEncoding.encode(text) == encoded)
    #expect(PercentEncoding.decode(encoded) == text)
  }

  @Test("Named characters can be kept") func kept() {
    #expect(PercentEncoding.encode("a/b c", keeping: "/") == "a/b%20c")
  }

  @Test(
    "An incomplete escape stays as it is",
    arguments: [
      ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("a%2", "a%2"), ("%%41", "%A"), ("%c3%A9", "é"), ("+", "+"),
    ])
  func incompleteEscapes(_ text: String, _ decoded: String) {
    #expect(PercentEncoding.decode(text) == decoded)
  }

  @Test(
    "A form is read pair by pair",
    arguments: [
      ("a=1&b=2", [["a", "1"], ["b", "2"]]), ("a=1&a=2", [["a", "1"], ["a", "2"]]), ("a", [["a", ""]]),
      ("a=", [["a", ""]]),
      ("=b", [["", "b"]]), ("a=b=c", [["a", "b=c"]]), ("", []), ("&&a=1&", [["a", "1"]]),
      ("x+y=1+2%2B3", [["x y", "1 2+3"]]),
      ("%C3%A9=%26%3D", [["é", "&="]]),
    ])
  func forms(_ text: String, _ pairs: [[String]]) {
    #expect(URLForm.parse(text).map { [$0.name, $0.value] } == pairs)
  }

  @Test("A form is read as it was written")
  func formRoundTrip() {
    let pairs = [("scope", "a b"), ("redirect_uri", "https://a.example/x?y=1&z=é#f"), ("", ""), ("+", "%")]
    let read = URLForm.parse(URLForm.encode(pairs))
    #expect(read.map(\.name) == pairs.map(\.0))
    #expect(read.map(\.value) == pairs.map(\.1))
  }

  @Test(
    "A path is normalized by resolving what needs no escape, once",
    arguments: [
      ("/v1/%73tatus", "/v1/status"), ("/%41%5A%61%7a%30%39%2D%2e%5F%7e", "/AZaz09-._~"),
      ("/a%2Fb", "/a%2Fb"),
      ("/a%2fb%3F%23%25", "/a%2fb%3F%23%25"), ("/%2573", "/%2573"), ("/%25%37%33", "/%2573"), ("/%", "/%"),
      ("/%7", "/%7"), ("/%zz", "/%zz"), ("/%%37", "/%7"), ("/%00%C3%A4", "/%00%C3%A4"), ("/", "/"),
      ("/%2e%2e/x", "/../x"),
    ])
  func normalization(_ path: String, _ normal: String) {
    #expect(PercentEncoding.normalized(path) == normal)
    #expect(PercentEncoding.decode(normal) == PercentEncoding.decode(path))
  }
}
