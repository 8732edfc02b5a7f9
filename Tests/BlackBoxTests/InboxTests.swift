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

  @Test("Half an emoji, and what cannot be placed, take no other comment of the same webhook with them")
  func cutEmoji() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("instagram", as: "cut_ig")
    let draft = try ana.compose("Commented \(UUID.v7())", on: [account], media: [ana.imageURL]).json
    _ = try ana.client.post("/v1/posts/\(try #require(draft["id"]?.string))/publish")
    let media = try #require(try published(draft, ana)["deliveries"]?[0]?["remote_id"]?.string)
    let identity = try bundle.sql("select remote_id from account where id = '\(account)'")
    let number = Int.random(in: 100_000_000...999_999_999)
    let changes = [
      #""id":"19\#(number)1","text":"whole","media":{"id":"\#(media)"}"#,
      #""id":"19\#(number)2","text":"cut here \ud83d","from":{"id":"1790","username":"b\ude00"},"media":{"id":"\#(media)"}"#,
      #""text":"secret words of nobody","media":{"id":"\#(media)"}"#, #""id":"19\#(number)3","text":"lost""#,
      #""id":19\#(number)00000000004,"text":null,"media":{"id":\#(media)}"#,
    ].map { #"{"field":"comments","value":{\#($0)}}"# }
    let body = Array(
      #"{"object":"instagram","entry":[{"id":"\#(identity)","time":99999999999999,"changes":[\#(changes.joined(separator: ","))]}]}"#
        .utf8)
    let parameters = try JSON(parsing: TextFile.read(bundle.directory + "/parameters.json"))
    let applications = try JSON(parsing: try #require(parameters["PlatformApplications"]?.string))
    let secret = try #require(applications["instagram"]?["secret"]?.string)
    let signature = "sha256=" + Hex.encode(HMAC.sha256(key: Array(secret.utf8), body))
    let client = Client(bundle.url)
    #expect(
      try client.call("POST", "/v1/webhooks/meta", body, headers: ["X-Hub-Signature-256": signature]).status
        == 200)
    let path = "/v1/comments?workspace_id=\(ana.workspace)"
    let comments = try wait(for: "comments", upTo: .seconds(20)) {
      let data = try ana.client.get(path).json["data"]?.array ?? []
      return data.count < 3 ? nil : data
    }
    #expect(Set(comments.map { $0["text"]?.string ?? "" }) == ["whole", "cut here \u{FFFD}", ""])
    #expect(comments.contains { $0["author"]?["name"]?.string == "b\u{FFFD}" })
    #expect(comments.contains { $0["remote_id"]?.string == "19\(number)00000000004" })
    let log = try wait(for: "what was set aside", upTo: .seconds(10)) {
      let lines = try bundle.logs().split(separator: "\n").filter { $0.contains("a change was set aside") }
      return lines.count < 2 ? nil : lines.joined()
    }
    #expect(
      log.contains("/entry/0/changes/2") && log.contains("19\(number)3") && !log.contains("secret words"))
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
