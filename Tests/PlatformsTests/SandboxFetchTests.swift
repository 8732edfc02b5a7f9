internal import Core
internal import Glibc
internal import HTTPServer
internal import Harness
internal import Platforms
internal import TestSupport
internal import Testing

/// Whoever may speak to the sandbox names addresses to it, and it runs as the user who runs the host.
@Suite("The sandbox asks for nothing but what is on this machine, whatever address it is given", .serialized)
struct SandboxFetchTests {
  private func announce(_ photos: [String], to sandbox: RunningSandbox, _ token: String) throws
    -> Client.Answer
  {
    try Client("").call(
      "POST", sandbox.url + "/open.tiktokapis.com/v2/post/publish/content/init/",
      ([
        "media_type": "PHOTO", "post_mode": "DIRECT_POST",
        "post_info": ["privacy_level": "SELF_ONLY", "description": "x"],
        "source_info": [
          "source": "PULL_FROM_URL", "photo_cover_index": 0,
          "photo_images": .array(photos.map { .string($0) }),
        ],
      ] as JSON).encoded(), headers: ["Authorization": "Bearer \(token)"])
  }

  private func token(_ sandbox: RunningSandbox) throws -> String {
    let application = Application(id: "sandbox-tiktok", secret: "sandbox-tiktok-secret")
    let platforms = Platforms(World(simulation: sandbox.url), Applications(["tiktok": application]))
    let connector = try #require(platforms["tiktok"])
    let back = "https://us.example/back"
    // RFC 7636, appendix B.
    let page = connector.authorizeURL(
      state: "s", challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", redirectURI: back)
    let consent = try Client("").submit([("username", "ana"), ("decision", "approve")], to: page)
    let query = consent.header("location")?.split(separator: "?").last.map(String.init) ?? ""
    let code = try #require(URLForm.parse(query).first { $0.name == "code" }?.value)
    return try connector.exchange(
      code: code, verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", redirectURI: back
    ).accessToken
  }

  /// An address that leads here by the resolver, and is none of this machine by what is written: nothing else could be
  /// watched without leaving the machine.
  @Test("TikTok's photos are fetched from here, and from nowhere else")
  func photos() throws {
    let server = try StubServer { _ in HTTPReply(status: 200, body: [0xFF, 0xD8, 0xFF]) }
    let elsewhere = try #require(ListeningSocket("127.0.0.1", 0))
    try RunningSandbox.with(["--rate-limits", "off"]) { sandbox in
      let token = try token(sandbox)
      for photo in [
        "http://127.1:\(elsewhere.port)/a.jpg", "http://0x7f.1:\(elsewhere.port)/a.jpg",
        "https://127.0.0.1:\(elsewhere.port)/a.jpg", server.url + "@127.1:\(elsewhere.port)/a.jpg",
        server.url + "#@127.1:\(elsewhere.port)/a.jpg", "http://127.0.0.1:99999/a.jpg",
        "http://127.0.0.1:-1/a.jpg", "nonsense",
      ] {
        #expect(try announce([photo], to: sandbox, token).status == 200, "\(photo)")
      }
      // Fetched after all the others.
      #expect(try announce([server.url + "/here.jpg"], to: sandbox, token).status == 200)
      _ = try wait(for: "the photo", upTo: .seconds(10)) {
        server.requests.contains { $0.path == "/here.jpg" } ? true : nil
      }
      #expect(server.requests.allSatisfy { $0.header("sec-fetch-site") == "cross-site" })
      var caller = pollfd(fd: elsewhere.descriptor, events: Int16(POLLIN), revents: 0)
      #expect(poll(&caller, 1, 0) == 0, "somebody has connected")
    }
  }
}
