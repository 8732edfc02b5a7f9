internal import Core
internal import Harness
internal import Testing

@Suite("Media are uploaded once and used in many posts", .bundle, .serialized) struct MediaTests {
  /// A PNG of one red pixel, as the format's own tests have it.
  private static let png =
    Base64.decode(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
    ?? []

  private func begin(_ customer: Customer, _ type: String, bytes: Int) throws -> Client.Answer {
    try customer.client.post(
      "/v1/media",
      [
        "workspace_id": .string(customer.workspace), "file_name": "a.png", "content_type": .string(type),
        "bytes": JSON(bytes), "alt_text": "A red dot",
      ])
  }

  private func send(_ bytes: [UInt8], _ begun: Client.Answer) throws -> Client.Answer {
    let type = try #require(begun.json["upload"]?["headers"]?["content-type"]?.string)
    return try Client("").call(
      "PUT", try #require(begun.json["upload"]?["url"]?.string), bytes, headers: ["Content-Type": type])
  }

  /// The file when it has been looked at.
  private func looked(_ begun: Client.Answer, _ customer: Customer) throws -> JSON {
    let id = try #require(begun.json["media"]?["id"]?.string)
    return try wait(for: "the file to be looked at", upTo: .seconds(20)) {
      let file = try customer.client.get("/v1/media/\(id)").json
      return file["state"] == "pending" ? nil : file
    }
  }

  @Test("A file is uploaded to the bucket, looked at, used in a post on two platforms, and then deleted")
  func journey() throws {
    let ana = try Customer(bundle())
    let begun = try begin(ana, "image/png", bytes: Self.png.count)
    #expect(begun.status == 201)
    let id = try #require(begun.json["media"]?["id"]?.string)
    let early = try ana.compose(
      "early", on: [try ana.connect("x", as: "media_early")],
      [
        "content": ["text": "early", "media": [["id": .string(id)]]]
      ])
    #expect(early.fieldErrors == ["/content/media/0/id": "media_pending"])
    #expect(try send(Self.png, begun).status == 200)
    let file = try looked(begun, ana)
    #expect(file["state"] == "ready")
    #expect(file["content_type"] == "image/png")
    #expect(file["width"] == 1 && file["height"] == 1)
    #expect(try Client("").get(try #require(file["url"]?.string)).body == Self.png)

    let text = "With a file \(UUID.v7())"
    let accounts = [try ana.connect("x", as: "media_x")]
    let draft = try ana.compose(
      text, on: accounts, ["content": ["text": .string(text), "media": [["id": .string(id)]]]])
    #expect(draft.status == 201, "\(draft.text)")
    let inUse = try ana.client.delete("/v1/media/\(id)")
    #expect(inUse.status == 409)
    #expect(inUse.json["code"] == "media_in_use")
    let post = try #require(draft.json["id"]?.string)
    _ = try ana.client.post("/v1/posts/\(post)/publish")
    let published = try wait(for: "the post", upTo: .seconds(20)) {
      let post = try ana.show(post)
      return post["state"] == "published" ? post : nil
    }
    #expect(published["content"]?["media"]?[0]?["id"]?.string == id)
    let ledger = try ana.ledger(text)
    #expect(ledger.count == 1)
    #expect(ledger.first?["media"]?.array?.count == 1)
    #expect(try ana.client.delete("/v1/media/\(id)").status == 204)
    #expect(try ana.client.get("/v1/media/\(id)").status == 404)
  }

  @Test("A file that is not what it was announced as is refused with the reason, and cannot be used")
  func wrong() throws {
    let ana = try Customer(bundle())
    let begun = try begin(ana, "image/jpeg", bytes: Self.png.count)
    #expect(try send(Self.png, begun).status == 200)
    let file = try looked(begun, ana)
    #expect(file["state"] == "rejected")
    #expect(file["error"]?["code"] == "wrong_type")
    let id = try #require(file["id"])
    let answer = try ana.compose(
      "x", on: [try ana.connect("x", as: "media_wrong")], ["content": ["text": "x", "media": [["id": id]]]])
    #expect(answer.fieldErrors == ["/content/media/0/id": "media_rejected"])
  }

  @Test("Another length than announced is not taken") func length() throws {
    let ana = try Customer(bundle())
    let begun = try begin(ana, "image/png", bytes: Self.png.count + 1)
    #expect(try send(Self.png, begun).status == 403)
  }

  @Test("What no platform takes is refused before it is uploaded, every field named") func refused() throws {
    let ana = try Customer(bundle())
    let answer = try ana.client.post(
      "/v1/media", ["workspace_id": "x", "file_name": "", "content_type": "image/svg+xml", "bytes": 0])
    #expect(
      answer.fieldErrors == [
        "/workspace_id": "wrong_type", "/file_name": "too_short", "/content_type": "unsupported_type",
        "/bytes": "out_of_range",
      ])
    let large = try begin(ana, "image/png", bytes: 51 << 20)
    #expect(large.fieldErrors == ["/bytes": "out_of_range"])
  }
}
