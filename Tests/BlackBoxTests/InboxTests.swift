internal import Core
internal import Cryptography
internal import Harness
internal import Testing

@Suite("Comments come in by webhook", .bundle) struct InboxTests {
  @Test("A comment on our post is in the inbox once, though it is delivered twice and escaped")
  func comment() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("instagram", as: "inbox_ig")
    let draft = try ana.compose("Commented \(UUID.v7())", on: [account], media: [ana.imageURL]).json
    _ = try ana.client.post("/v1/posts/\(try #require(draft["id"]?.string))/publish")
    let post = try published(draft, ana)
    let media = try #require(post["deliveries"]?[0]?["remote_id"])
    let text = "Schön! 🎉 \(UUID.v7())"
    let sent = try Client(try bundle.sandboxURL()).post(
      "/comments",
      [
        "platform": "instagram", "media_id": media, "text": .string(text), "username": "bob", "deliveries": 2,
        "escape_unicode": true,
      ])
    #expect(sent.status < 300)
    let path = "/v1/comments?workspace_id=\(ana.workspace)"
    let comments = try wait(for: "comment", upTo: .seconds(20)) {
      let data = try ana.client.get(path).json["data"]?.array ?? []
      return data.isEmpty ? nil : data
    }
    #expect(comments.count == 1)
    #expect(comments[0]["text"]?.string == text)
    #expect(comments[0]["author"]?["name"]?.string == "bob")
    #expect(comments[0]["post_id"] == post["id"])
  }

  @Test("A body that was not signed with our secret is refused and not kept")
  func forged() throws {
    let body = Array(#"{"object":"instagram","entry":[]}"#.utf8)
    let client = Client(try bundle().url)
    let signature = "sha256=" + Hex.encode(HMAC.sha256(key: Array("guess".utf8), body))
    for header in [signature, "sha256=", "sha1=00", ""] {
      let answer = try client.call(
        "POST", "/v1/webhooks/meta", body, headers: header.isEmpty ? [:] : ["X-Hub-Signature-256": header])
      #expect(answer.status == 401)
    }
  }

  @Test("The handshake is answered with the challenge, and only for our token")
  func handshake() throws {
    let bundle = try bundle()
    let parameters = try JSON(parsing: TextFile.read(bundle.directory + "/parameters.json"))
    let token = try #require(parameters["MetaVerifyToken"]?.string)
    let path = "/v1/webhooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    let client = Client(bundle.url)
    #expect(try client.get(path + token).text == "1158201444")
    #expect(try client.get(path + "other").status == 403)
  }
}
