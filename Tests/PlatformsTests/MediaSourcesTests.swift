internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("An address that cannot be a public one is refused by its letters") struct MediaSourcesTests {
  @Test(
    "Private in any form that resolvers understand",
    arguments: [
      "http://127.0.0.1:9/a.jpg", "https://127.0.0.1/a.jpg", "https://localhost/a.jpg",
      "https://LOCALHOST./a",
      "https://a.localhost/b", "http://10.0.0.1/a", "http://172.16.9.9/a", "http://192.168.0.1/a",
      "http://169.254.169.254/latest/meta-data", "http://100.64.0.1/a", "http://0.0.0.0/a", "http://0/a",
      "http://2130706433/a", "http://0x7f.1/a", "http://0177.0.0.1/a", "http://127.1/a",
      "http://0x7f000001/a",
      "http://[::1]/a", "http://[::ffff:127.0.0.1]/a", "http://[fe80::1]/a", "http://[fd00::1]:8080/a",
      "http://[64:ff9b::7f00:1]/a", "http://intranet/a", "http://printer.local/a", "http://db.internal/a",
      "http://x.home.arpa/a", "http://nas.lan/a", "http://1.2.3.4.5/a", "http://256.1.1.1/a",
      "http://a..b/c", "http://-/a", "http://999999999999/a", "http://127.0.0.1./a",
    ])
  func privateAddress(_ url: String) {
    #expect(MediaSources().complaint(about: url)?.code == "private_address")
  }

  @Test(
    "No plain address",
    arguments: [
      "ftp://example.com/a", "http://", "http:///a", "http://user@example.com/a",
      "http://127.0.0.1@example.com/a",
      "http://example.com\\@127.0.0.1/a", "http://exa mple.com/a", "http://example.com:99999/a",
      "http://example.com:/a", "http://example.com:8o/a", "http://[::1/a", "http://[::1]x/a", "",
      "http://bücher.example/a",
    ])
  func noAddress(_ url: String) {
    #expect(MediaSources().complaint(about: url)?.code == "invalid_url")
  }

  @Test(
    "Public",
    arguments: [
      "https://example.com/a.jpg", "http://cdn.example.co.uk:8443/a?b=c@d#e", "https://93.184.216.34/a",
      "https://[2606:2800:220:1::1]/a", "https://xn--bcher-kva.example/a", "https://a_b.example.com/a",
      "https://example.com./a", "https://local.example.com/a", "https://mylocalhost.com/a",
      "HTTPS://EXAMPLE.COM/A",
    ])
  func publicAddress(_ url: String) { #expect(MediaSources().complaint(about: url) == nil) }

  @Test("A simulation's own addresses are taken, and none that only begin like them")
  func trusted() {
    let sources = MediaSources(trusting: ["http://127.0.0.1:8080"])
    #expect(sources.complaint(about: "http://127.0.0.1:8080/a.jpg") == nil)
    for url in ["http://127.0.0.1:80800/a", "http://127.0.0.1:8080@10.0.0.1/a", "http://127.0.0.1:8080"] {
      #expect(sources.complaint(about: url) != nil, "\(url)")
    }
  }

  @Test(
    "Every address that is fetched from is judged: media, covers, thumbnails; files of the library are not")
  func content() {
    let content = Content(
      text: "",
      media: [
        Media(url: "https://example.com/a.jpg"), Media(url: "http://10.0.0.1/b"),
        Media(id: .v7(), url: "http://10.0.0.1/c"),
      ],
      options: [
        "cover_url": "http://localhost/c", "thumbnail_url": "https://example.com/t",
        "board_id": "http://10.1.1.1/",
      ])
    #expect(
      MediaSources().violations(of: content, at: "/content").map(\.pointer) == [
        "/content/media/1/url", "/content/options/cover_url",
      ])
  }

  private static let kinds: [(Int, String)] = [
    (503, "media_unavailable"), (500, "media_unavailable"), (429, "media_unavailable"),
    (408, "media_unavailable"),
    (404, "media_rejected"), (403, "media_rejected"), (302, "media_rejected"), (206, "media_rejected"),
  ]

  @Test("What somebody else's server answers is no word of the platform's", arguments: kinds)
  func answers(_ status: Int, _ code: String) throws {
    let x = try PlatformFixture("x", answering: .json(status, "{}"))
    let error = try #require(throws: PlatformError.self) {
      try x.connector.prepare(x.publication(Content(text: "", media: [Media(url: x.server.url + "/a.jpg")])))
    }
    #expect(error.apiCode == code)
    #expect(error.cause == .content)
    #expect(!error.isPlatformsAnswer)
    // The same of our own store is ours, and no fault of the file's.
    let own = try #require(throws: PlatformError.self) {
      try x.connector.prepare(
        x.publication(Content(text: "", media: [Media(id: .v7(), url: x.server.url + "/a.jpg")])))
    }
    if code == "media_unavailable" { #expect(own.apiCode == "storage_unavailable" && own.cause == .ours) }
  }

  @Test("A private address is refused without a request, a server that gives nothing is given up")
  func connections() throws {
    let x = try PlatformFixture("x", answering: nil)
    func prepare(_ url: String) throws -> PlatformError {
      try #require(throws: PlatformError.self) {
        try x.connector.prepare(x.publication(Content(text: "", media: [Media(url: url)])))
      }
    }
    let port = x.server.url.split(separator: ":").last ?? ""
    let hidden = try prepare("http://localhost:\(port)/a.jpg")
    #expect(hidden.kind == .mediaRejected && hidden.code == "private_address")
    #expect(x.server.requests.isEmpty)
    #expect(try prepare(x.server.url + "/a.jpg").kind == .mediaUnavailable)
  }
}
