internal import Core
internal import Testing

@Suite("What is put into a path of another system is one segment or one value of it") struct RequestPathTests
{
  @Test(
    "Every word is escaped, and what is written in the program stands",
    arguments: [
      ("1001_2002", "1001_2002"), ("me/permissions", "me%2Fpermissions"), ("1?fields=id", "1%3Ffields%3Did"),
      ("1#x", "1%23x"), ("a b&c=d", "a%20b%26c%3Dd"), ("%2F", "%252F"), ("\r\nHost: x", "%0D%0AHost%3A%20x"),
      ("urn:li:share:7", "urn%3Ali%3Ashare%3A7"), ("é", "%C3%A9"), ("..;", "..%3B"), ("\u{0}", "%00"),
    ])
  func escaped(_ word: String, _ text: String) {
    let path: RequestPath = "/v1/\(word)/comments?id=\(word)"
    #expect(path.text == "/v1/\(text)/comments?id=\(text)")
    #expect(path.isWhole)
  }

  @Test(
    "A word that is missing, or a step to another folder, makes no path", arguments: ["", ".", "..", "..."])
  func notWhole(_ word: String) {
    let path: RequestPath = "/v1/\(word)"
    #expect(!path.isWhole)
    let outer: RequestPath = "/v2\(path)"
    #expect(!outer.isWhole)
    #expect(!outer.adding(query: [("a", "b")]).isWhole)
  }

  @Test("Nothing at all makes no path") func absent() {
    let missing: String? = nil
    let path: RequestPath = "/v1/\(missing)/comments"
    #expect(!path.isWhole)
  }

  @Test("Queries are added behind what is there") func queries() {
    let bare: RequestPath = "/v1/pins"
    #expect(bare.adding(query: [("a", "1&2"), ("b", "")]).text == "/v1/pins?a=1%262&b=")
    let more: RequestPath = "/v1/pins?x=\(3)"
    #expect(more.adding(query: [("a", "=")]).text == "/v1/pins?x=3&a=%3D")
    #expect(more.adding(query: []).text == "/v1/pins?x=3")
    let whole: RequestPath = "/v1/pins?\(query: [("a", "/"), ("b", "c")])"
    #expect(whole.text == "/v1/pins?a=%2F&b=c")
  }
}
