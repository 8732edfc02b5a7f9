internal import Core
internal import Harness
internal import Testing

/// Where two conditions would refuse, each stands alone here: a file that only a variant names, a stranger beside the owner.
@Suite("What the media library keeps, for whom and how long", .bundle, .serialized) struct MediaLibraryTests {
  private func upload(_ bytes: [UInt8], _ customer: Customer) throws -> String {
    let begun = try begin(bytes.count, customer)
    let id = try #require(begun.json["media"]?["id"]?.string, "\(begun.text)")
    #expect(try send(bytes, begun) == 200)
    let state = try wait(for: "a look at the file", upTo: .seconds(30)) {
      let state = try customer.client.get("/v1/media/\(id)").json["state"]?.string
      return state == "pending" ? nil : state
    }
    #expect(state == "ready")
    return id
  }

  private func begin(_ bytes: Int, _ customer: Customer) throws -> Client.Answer {
    try customer.client.post(
      "/v1/media",
      [
        "workspace_id": .string(customer.workspace), "file_name": "a.png", "content_type": "image/png",
        "bytes": JSON(bytes),
      ])
  }

  private func send(_ bytes: [UInt8], _ begun: Client.Answer) throws -> Int {
    try Client("").call(
      "PUT", try #require(begun.json["upload"]?["url"]?.string), bytes, headers: ["Content-Type": "image/png"]
    ).status
  }

  private func usage(_ customer: Customer) throws -> (used: Int64, reserved: Int64) {
    let usage = try customer.client.get("/v1/media?workspace_id=\(customer.workspace)").json["usage"]
    return (usage?["used"]?.integer ?? -1, usage?["reserved"]?.integer ?? -1)
  }

  /// A post on one account, of which one of the two names the file.
  private func compose(_ file: String, inVariant: Bool, on account: String, _ ana: Customer) throws -> String
  {
    let media: JSON = [["id": .string(file)]]
    let content: JSON = inVariant ? ["text": "t"] : ["text": "t", "media": media]
    let variants = JSONObject([(name: account, value: ["media": media] as JSON)])
    let answer = try ana.compose(
      "t", on: [account], ["content": content, "variants": inVariant ? .object(variants) : [:]])
    return try #require(answer.json["id"]?.string, "\(answer.text)")
  }

  @Test(
    "A file stays while a post that is not over names it, be it in one account's content alone",
    arguments: [false, true])
  func use(_ inVariant: Bool) throws {
    let ana = try Customer(bundle())
    let image = try SampleMedia.image("png", "64x64")
    let (file, other) = (try upload(image, ana), try upload(image, ana))
    let account = try ana.connect("x", as: "library_use")
    let post = try compose(file, inVariant: inVariant, on: account, ana)
    let refused = try ana.client.delete("/v1/media/\(file)")
    #expect(refused.status == 409 && refused.json["code"] == "media_in_use", "\(refused.text)")
    // Its neighbour of the same workspace is in no post.
    #expect(try ana.client.delete("/v1/media/\(other)").status == 204)
    #expect(try ana.client.delete("/v1/posts/\(post)").status == 204)
    #expect(try ana.client.delete("/v1/media/\(file)").status == 204)
  }

  @Test("What a post that is published, cancelled or taken away names may go") func over() throws {
    let ana = try Customer(bundle())
    let file = try upload(try SampleMedia.image("png", "64x64"), ana)
    let account = try ana.connect("x", as: "library_over")
    let post = try compose(file, inVariant: true, on: account, ana)
    let time = (Instant.now() + .seconds(3600)).description
    #expect(try ana.client.post("/v1/posts/\(post)/schedule", ["at": .string(time)]).status == 200)
    #expect(try ana.client.delete("/v1/media/\(file)").status == 409)
    #expect(try ana.client.post("/v1/posts/\(post)/cancel").status == 200)
    #expect(try ana.client.delete("/v1/media/\(file)").status == 204)
  }

  @Test("Another organization neither sees nor changes nor counts a file, nor uses it in a post")
  func strangers() throws {
    let (ana, bob) = (try Customer(bundle()), try Customer(bundle(), called: "bob"))
    let image = try SampleMedia.image("png", "64x64")
    let file = try upload(image, ana)
    let own = try upload(image, bob)
    #expect(try ana.client.get("/v1/media/\(file)").status == 200)
    #expect(try bob.client.get("/v1/media/\(file)").status == 404)
    #expect(
      try bob.client.call("PATCH", "/v1/media/\(file)", (["alt_text": "b"] as JSON).encoded()).status == 404)
    #expect(try bob.client.delete("/v1/media/\(file)").status == 404)
    #expect(try usage(bob).used == Int64(image.count) && usage(ana).used == Int64(image.count))
    let account = try bob.connect("x", as: "library_stranger")
    let answer = try bob.compose(
      "t", on: [account], ["content": ["text": "t", "media": [["id": .string(file)]]]])
    #expect(answer.fieldErrors == ["/content/media/0/id": "unknown_media"])
    // Bob's post with Bob's file keeps that, and not Ana's.
    _ = try compose(own, inVariant: false, on: account, bob)
    #expect(try bob.client.delete("/v1/media/\(own)").status == 409)
    #expect(try ana.client.delete("/v1/media/\(file)").status == 204)
  }

  @Test("What is made of a file counts, and what is deleted with it does not any more") func quota() throws {
    let ana = try Customer(bundle())
    let image = try SampleMedia.image("png", "640x640")
    let file = try upload(image, ana)
    #expect(try usage(ana).used == Int64(image.count))
    _ = try compose(file, inVariant: false, on: try ana.connect("instagram", as: "library_quota"), ana)
    let variant = try wait(for: "the variant", upTo: .seconds(60)) {
      let variant = try ana.client.get("/v1/media/\(file)").json["variants"]?[0]
      return variant?["state"] == "ready" ? variant : nil
    }
    let bytes = try #require(variant["bytes"]?.integer)
    #expect(try usage(ana).used == Int64(image.count) + bytes)
    // There is room for the file and its variant, and for one byte less than another.
    let organization = try #require(ana.registration["organization"]?["id"]?.string)
    try bundle().sql(
      "update media_usage set quota = \(image.count * 2 + Int(bytes) - 1) where organization_id = '\(organization)'"
    )
    #expect(try begin(image.count, ana).json["code"] == "quota_exceeded")
    #expect(try begin(image.count - 1, ana).status == 201)
    for post in try ana.client.get("/v1/posts?workspace_id=\(ana.workspace)").json["data"]?.array ?? [] {
      #expect(try ana.client.delete("/v1/posts/\(post["id"]?.string ?? "")").status == 204)
    }
    #expect(try ana.client.delete("/v1/media/\(file)").status == 204)
    #expect(try usage(ana).used == 0)
  }

  @Test("What came and was never looked at to its end is given up, and takes no room") func gaveUp() throws {
    let ana = try Customer(bundle())
    let begun = try begin(5000, ana)
    let id = try #require(begun.json["media"]?["id"]?.string)
    // As if the function had died each time, after it had copied what came.
    try bundle().sql(
      "update media set entity_tag = 'copied', created_at = created_at - interval '3 hours' where id = '\(id)'"
    )
    #expect(try bundle().invoke("ExpireUploads").isDone)
    let file = try ana.client.get("/v1/media/\(id)").json
    #expect(file["state"] == "rejected" && file["error"]?["code"] == "gave_up", "\(file.text)")
    #expect(try usage(ana) == (0, 0))
  }

  @Test(
    "A file that is damaged where its head does not tell is rejected with what to do, and its room given back"
  )
  func damaged() throws {
    let ana = try Customer(bundle())
    var image = try SampleMedia.image("png", "64x64")
    image[image.count / 2] ^= 0xFF
    let begun = try begin(image.count, ana)
    let id = try #require(begun.json["media"]?["id"]?.string)
    #expect(try send(image, begun) == 200)
    let file = try wait(for: "a look at the file", upTo: .seconds(30)) {
      let file = try ana.client.get("/v1/media/\(id)").json
      return file["state"] == "pending" ? nil : file
    }
    #expect(file["error"]?["code"] == "damaged", "\(file.text)")
    #expect(
      file["error"]?["detail"]
        == "The file is damaged: its pictures or its sound cannot be read to the end. Save or export it anew, and upload that."
    )
    #expect(try usage(ana) == (0, 0))
  }
}
