internal import Core
internal import Harness
internal import Testing

@Suite("Media are made what each platform takes, once", .variantBundle, .serialized) struct VariantTests {
  private struct Upload {
    let id: String
    let begun: Client.Answer
  }

  /// Uploads a file and waits until it was looked at.
  private func upload(_ bytes: [UInt8], _ type: String, _ ana: Customer) throws -> Upload {
    let begun = try ana.client.post(
      "/v1/media",
      [
        "workspace_id": .string(ana.workspace), "file_name": "a", "content_type": .string(type),
        "bytes": JSON(bytes.count), "alt_text": "A pattern",
      ])
    let id = try #require(begun.json["media"]?["id"]?.string, "\(begun.text)")
    let upload = Upload(id: id, begun: begun)
    #expect(try send(bytes, upload) == 200)
    let state = try wait(for: "the file to be looked at", upTo: .seconds(20)) {
      let state = try show(upload, ana)["state"]?.string
      return state == "pending" ? nil : state
    }
    #expect(state == "ready")
    return upload
  }

  private func send(_ bytes: [UInt8], _ upload: Upload) throws -> Int {
    let target = upload.begun.json["upload"]
    let type = try #require(target?["headers"]?["content-type"]?.string)
    return try Client("").call(
      "PUT", try #require(target?["url"]?.string), bytes, headers: ["Content-Type": type]
    ).status
  }

  private func show(_ upload: Upload, _ ana: Customer) throws -> JSON {
    try ana.client.get("/v1/media/\(upload.id)").json
  }

  private func variants(_ upload: Upload, _ ana: Customer) throws -> [JSON] {
    try #require(try show(upload, ana)["variants"]?.array)
  }

  /// The variants when none is being made any more.
  private func made(_ upload: Upload, _ ana: Customer) throws -> [JSON] {
    try wait(for: "the variants of \(try show(upload, ana).text)", upTo: .seconds(90)) {
      let variants = try variants(upload, ana)
      return variants.isEmpty || variants.contains { $0["state"] == "pending" } ? nil : variants
    }
  }

  private func compose(
    _ upload: Upload, on accounts: [String], _ ana: Customer, text: String = "Variant \(UUID.v7())",
    options: JSONObject = [:]
  ) throws -> (id: String, text: String) {
    let variant: JSON = ["options": .object(options)]
    let draft = try ana.compose(
      text, on: accounts,
      [
        "content": ["text": .string(text), "media": [["id": .string(upload.id)]]],
        "variants": .object(JSONObject(accounts.map { (name: $0, value: variant) })),
      ])
    return (try #require(draft.json["id"]?.string, "\(draft.text)"), text)
  }

  /// The post when it has come to an end.
  private func publish(_ post: String, _ ana: Customer) throws -> JSON {
    _ = try ana.client.post("/v1/posts/\(post)/publish")
    let bundle = try bundle()
    return try wait(
      for: "the end of \(try ana.show(post).text)", upTo: .seconds(240), every: .milliseconds(200)
    ) {
      try bundle.invoke("ReconcileDeliveries")
      let post = try ana.show(post)
      return ["published", "failed", "partial"].contains(post["state"]?.string ?? "") ? post : nil
    }
  }

  private func facts(_ address: JSON?) throws -> (bytes: [UInt8], head: [UInt8]) {
    let answer = try Client("").get(try #require(address?.string))
    #expect(answer.status == 200)
    return (answer.body, Array(answer.body.prefix(3)))
  }

  @Test(
    "A PNG is on Instagram as a JPEG of its size, on X as it is; made once for five posts; deleted with its file"
  )
  func pictures() throws {
    let ana = try Customer(bundle())
    let file = try upload(SampleMedia.image("png", "1080x1080"), "image/png", ana)
    #expect(try variants(file, ana).isEmpty)
    let accounts = [
      try ana.connect("instagram", as: "variant_pictures"), try ana.connect("x", as: "variant_pictures"),
    ]
    let posts = try (0..<5).map { _ in try compose(file, on: accounts, ana) }
    // Made before anybody publishes.
    let variant = try #require(try made(file, ana).first)
    #expect(variant["state"] == "ready", "\(variant.text)")
    #expect(variant["purposes"]?.array?.map { $0["platform"] } == ["instagram"])
    #expect(variant["purposes"]?[0]?["reason"] == "Instagram takes image/jpeg here; this is image/png.")
    #expect(variant["width"] == 1080 && variant["height"] == 1080)
    #expect(try facts(variant["url"]).head == [0xFF, 0xD8, 0xFF])
    for post in posts {
      #expect(try publish(post.id, ana)["state"] == "published")
      let ledger = try ana.ledger(post.text)
      #expect(ledger.count == 2)
      let picture = ledger.first { $0["platform"] == "instagram" }?["media"]?[0]
      #expect(try facts(picture).bytes == facts(variant["url"]).bytes)
    }
    #expect(try variants(file, ana).count == 1)
    #expect(try bundle().sql("select sum(attempts) from media_variant where media_id = '\(file.id)'") == "1")
    let address = try #require(variant["url"]?.string)
    #expect(try ana.client.delete("/v1/media/\(file.id)").status == 204)
    #expect(try Client("").get(address).status == 404)
  }

  @Test("A film of another coding is a reel as H.264 that begins with its description; its post waits for it")
  func film() throws {
    let ana = try Customer(bundle())
    let film = try SampleMedia.film("mov", "540x960", seconds: 4, pictures: "mpeg4", sound: "pcm_s16le")
    let file = try upload(film, "video/quicktime", ana)
    #expect(try show(file, ana)["video_codec"] == "mpeg4")
    let account = try ana.connect("instagram", as: "variant_film")
    let post = try compose(file, on: [account], ana, options: ["kind": "reel"])
    // At once, while it is still being made.
    let published = try publish(post.id, ana)
    #expect(published["state"] == "published", "\(published.text)")
    let variant = try #require(try made(file, ana).first)
    let bytes = try facts(try ana.ledger(post.text).first?["media"]?[0]).bytes
    #expect(Array(bytes[4..<8]) == Array("ftyp".utf8))
    let text = String(decoding: bytes, as: UTF8.self)
    let moov = try #require(text.firstRange(of: "moov")?.lowerBound)
    #expect(moov < text.firstRange(of: "mdat")?.lowerBound ?? text.startIndex)
    #expect(text.contains("avc1") && text.contains("mp4a"))
    #expect(variant["width"] == 540 && variant["height"] == 960 && variant["content_type"] == "video/mp4")
    #expect(variant["bytes"]?.integer == Int64(bytes.count))
  }

  @Test(
    "What could not be converted is said when it is composed, in words for people, and tried again when that is asked for"
  )
  func hopeless() throws {
    let ana = try Customer(bundle())
    let file = try upload(SampleMedia.image("png", "1080x1080"), "image/png", ana)
    let account = try ana.connect("instagram", as: "variant_hopeless")
    _ = try compose(file, on: [account], ana)
    _ = try made(file, ana)
    // As if the tool had failed, in its own words.
    try bundle().sql(
      """
      update media_variant set state = 'failed', error_code = 'not_convertible', error_detail = 'It cannot be read to its end.'
      where media_id = '\(file.id)'
      """)
    let text = "Variant \(UUID.v7())"
    let content: JSONObject = ["content": ["text": .string(text), "media": [["id": .string(file.id)]]]]
    let answer = try ana.compose(text, on: [account], content)
    #expect(answer.fieldErrors == ["/content/media/0/id": "not_convertible"], "\(answer.text)")
    #expect(answer.text.contains("It cannot be read to its end. Upload it in another form."))
    // Where no variant is needed, nothing stands against it.
    let x = try ana.connect("x", as: "variant_hopeless")
    #expect(try ana.compose(text, on: [x], content).status == 201)
    try bundle().sql("update media_variant set error_code = 'too_slow' where media_id = '\(file.id)'")
    #expect(try ana.compose(text, on: [account], content).status == 201)
    #expect(try made(file, ana).first?["state"] == "ready")
  }

  @Test("A film in 4:4:4 is on X and on Instagram as 4:2:0") func pixels() throws {
    let ana = try Customer(bundle())
    let film = try SampleMedia.make(
      [
        "-f", "lavfi", "-i", "testsrc2=s=720x1280:r=30:d=4", "-f", "lavfi", "-i", "sine=d=4", "-c:v",
        "libx264",
      ]
        + ["-preset", "ultrafast", "-pix_fmt", "yuv444p", "-c:a", "aac", "-movflags", "+faststart"], "mp4")
    let file = try upload(film, "video/mp4", ana)
    #expect(try show(file, ana)["coding"]?["chroma"] == "4:4:4")
    let accounts = [
      try ana.connect("x", as: "variant_pixels"), try ana.connect("instagram", as: "variant_pixels"),
    ]
    let post = try compose(file, on: accounts, ana)
    let published = try publish(post.id, ana)
    #expect(published["state"] == "published", "\(published.text)")
    let variants = try made(file, ana)
    #expect(variants.count == 2)
    for variant in variants {
      #expect(variant["state"] == "ready" && variant["content_type"] == "video/mp4")
      let reason = variant["purposes"]?[0]?["reason"]?.string ?? ""
      #expect(reason.contains("takes colours in 4:2:0; these are in 4:4:4."), "\(reason)")
      let said = try SampleMedia.convert(
        try facts(variant["url"]).bytes, ["-frames:v", "1", "-f", "yuv4mpegpipe"])
      #expect(String(decoding: said.prefix(200), as: UTF8.self).contains("C420"))
    }
  }

  @Test("A file that was exchanged after it was looked at is not converted") func exchanged() throws {
    let ana = try Customer(bundle())
    let image = try SampleMedia.image("png", "1080x1080")
    let file = try upload(image, "image/png", ana)
    // By its address it cannot be. This is as if somebody with the bucket's keys had done it between the look and the
    // conversion: its tag is another than that of what was looked at.
    try bundle().sql("update media set entity_tag = 'that of other bytes' where id = '\(file.id)'")
    _ = try compose(file, on: [try ana.connect("instagram", as: "variant_exchanged")], ana)
    let variant = try #require(try made(file, ana).first)
    #expect(variant["error"]?["code"] == "not_convertible", "\(variant.text)")
  }

  @Test("What is killed while it converts is converted after all") func killed() throws {
    let ana = try Customer(bundle())
    let film = try SampleMedia.film("mov", "720x1280", seconds: 8, pictures: "mpeg4", sound: "pcm_s16le")
    let file = try upload(film, "video/quicktime", ana)
    let account = try ana.connect("instagram", as: "variant_killed")
    let post = try compose(file, on: [account], ana, options: ["kind": "reel"])
    let worker = try wait(for: "ffmpeg under the function", upTo: .seconds(30)) {
      try ConvertingProcess.find(of: bundle())
    }
    worker.kill()
    _ = try wait(for: "the end of ffmpeg too", upTo: .seconds(10)) { worker.isGone ? true : nil }
    #expect(try variants(file, ana).first?["state"] == "pending")
    #expect(try publish(post.id, ana)["state"] == "published")
    let attempts = try bundle().sql("select attempts from media_variant where media_id = '\(file.id)'")
    #expect(attempts == "2")
    #expect(try ana.ledger(post.text).count == 1)
  }
}
