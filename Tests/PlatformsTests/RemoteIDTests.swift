internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Ids and addresses are of their platform's form, or are not believed") struct RemoteIDTests {
  /// By platform: ids of posts, and what is none.
  private static let forms: [(platform: String, good: [String], bad: [String])] = [
    ("x", ["1", "1990000000000000000"], ["12345678901234567890", "1x", "-1", "１２"]),
    ("facebook", ["1001_2002", "4004"], ["me", "1001_2002_3003", "1001_", "_2002", "1001/2002"]),
    ("instagram", ["17889455560051444"], ["17889_1", "C1yzShort"]),
    (
      "linkedin", ["urn:li:share:7000000000000000001", "urn:li:ugcPost:7", "urn:li:activity:7"],
      ["urn:li:person:abc", "urn:li:comment:(urn:li:activity:7,6)", "urn:li:share:", "urn:li:share:7:8", "7"]
    ),
    ("pinterest", ["549123"], ["549/123", "pin549"]),
    ("tiktok", ["7300000000000000000", "v_pub_file~v2-1.123456789"], ["v_pub_file", "~", "a~b~c", "@ana"]),
    ("youtube", ["dQw4w9WgXcQ", "-_34567890a"], ["dQw4w9WgXc", "dQw4w9WgXcQQ", "dQw4w9WgXc/"]),
  ]
  private static let never = [
    "", ".", "..", "me/permissions", "1?x=1", "1#", "1 ", " 1", "1\n", "1\u{0}", "%31", "1&2", "../1",
  ]

  @Test("Ids of posts", arguments: forms) func posts(_ platform: String, _ good: [String], _ bad: [String])
    throws
  {
    let connector = try #require(Platforms.rules[platform])
    for id in good { #expect(connector.remoteID(id)?.text == id, "\(id)") }
    for id in bad + Self.never { #expect(connector.remoteID(id) == nil, "\(platform): \(id)") }
  }

  @Test("Ids of comments and parts")
  func parts() throws {
    let good = [
      "x": "1990", "facebook": "1001_2002_3003", "instagram": "179", "youtube": "Ugy-_AaBb.x",
      "linkedin": "urn:li:comment:(urn:li:activity:7,6)",
    ]
    for (platform, id) in good {
      #expect(try #require(Platforms.rules[platform]).remoteID(id, step: 1) != nil, "\(platform)")
    }
    for platform in Platforms.rules.all {
      for id in Self.never { #expect(platform.remoteID(id, step: 1) == nil, "\(platform.id): \(id)") }
    }
  }

  @Test(
    "An address is https, at the platform, and nothing in disguise",
    arguments: [
      ("https://x.com/a/status/1", true), ("https://www.x.com/a", true),
      ("https://twitter.com/a/status/1", true),
      ("HTTPS://x.com/a", false), ("http://x.com/a", false), ("javascript:alert(1)", false),
      ("https://x.com.evil.example/a", false), ("https://evilx.com/a", false), ("https://x.com:443/a", false),
      ("https://x.com@evil.example/a", false), ("https://user:pw@x.com/a", false), ("https://х.com/a", false),
      ("https://xn--x-0tb.com/a", false), ("https://x.com\\@evil.example/", false),
      ("https://x.com/a b", false),
      ("https://x.com/\n", false), ("https:///x.com/a", false), ("https://x.com./a", false),
      ("https://.x.com/a", false),
      ("//x.com/a", false), ("https://[::1]/x.com", false), ("https://x.com/<script>", false),
      ("https://com/x", false),
    ])
  func addresses(_ text: String, _ isGood: Bool) throws {
    #expect((try #require(Platforms.rules["x"]).address(text) != nil) == isGood)
  }

  /// Without a platform whose domain would refuse them too.
  private static let labels: [(String, Bool)] = [
    ("a.example", true), ("A.Example/b?c#d", true), ("localhost", false), ("10.0.0.1", false), ("a.1", false),
    ("-a.example", false), ("a-.example", false), ("a..example", false), ("xn--a.example", false),
    ("b.XN--a.example", false), (String(repeating: "a", count: 63) + ".example", true),
    (String(repeating: "a", count: 64) + ".example", false),
    ("a.example/" + String(repeating: "b", count: 2030), true),
    ("a.example/" + String(repeating: "b", count: 2031), false),
  ]

  @Test("A public address names its host by labels, and is not longer than 2,048 bytes", arguments: labels)
  func publicAddress(_ rest: String, _ isGood: Bool) {
    #expect((PublicAddress("https://" + rest) != nil) == isGood)
  }

  @Test("A request about nothing is not sent") func nothing() throws {
    let facebook = try PlatformFixture("facebook", answering: .json(200, #"{"success":true}"#))
    for id in ["", "..", "."] {
      let error = try #require(throws: PlatformError.self) {
        try facebook.connector.delete(facebook.publication(), remoteID: id)
      }
      #expect(error.code == "no_id")
    }
    #expect(facebook.server.requests.isEmpty)
  }

  @Test(
    "What is no id reaches no other path of the platform",
    arguments: ["facebook", "x", "pinterest", "youtube", "linkedin"])
  func escaped(_ platform: String) throws {
    let fixture = try PlatformFixture(platform, answering: .json(200, #"{"success":true,"data":{}}"#))
    _ = try? fixture.connector.delete(fixture.publication(), remoteID: "me/permissions?x=1")
    let request = try #require(fixture.server.requests.first)
    let target = request.path + "?" + request.query
    #expect(target.contains("me%2Fpermissions%3Fx%3D1"), "\(target)")
  }

  @Test("A platform's list of accounts with what is no id is not believed") func accounts() throws {
    let x = try PlatformFixture("x", answering: .json(200, #"{"data":{"id":"../7","username":"cafe"}}"#))
    let grant = Grant(accessToken: "t", refreshToken: "r", expiresAt: nil)
    #expect(try x.connector.identities(grant).count == 1)
    let error = try #require(throws: PlatformError.self) { try x.connector.grantedIdentities(grant) }
    #expect(error.code == "strange_id")
  }
}
