internal import Core
internal import Harness
internal import Testing

@Suite("Changing what is planned", .bundle) struct ChangeTests {
  @Test("A cancelled post and a deleted post are never published, though their messages are under way")
  func cancelAndDelete() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "cancel_x")
    let time = Instant(seconds: Instant.now().seconds + 3)
    let texts = ["Cancelled \(UUID.v7())", "Deleted \(UUID.v7())", "Kept \(UUID.v7())"]
    let posts = try texts.map {
      try ana.compose($0, on: [account], ["scheduled_at": JSON(describing: time)]).json
    }
    let ids = try posts.map { try #require($0["id"]?.string) }
    let cancelled = try ana.client.post("/v1/posts/\(ids[0])/cancel")
    #expect(cancelled.json["state"]?.string == "cancelled")
    #expect(try ana.client.delete("/v1/posts/\(ids[1])").status == 204)
    #expect(try ana.client.get("/v1/posts/\(ids[1])").status == 404)
    // The third, due at the same second, tells when the others would have been out.
    _ = try published(posts[2], ana)
    #expect(try ana.ledger(texts[0]).isEmpty)
    #expect(try ana.ledger(texts[1]).isEmpty)
    #expect(try ana.client.post("/v1/posts/\(ids[0])/cancel").status == 409)
  }

  @Test("A post that is moved is published once, at the new time")
  func reschedule() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "move_x")
    let text = "Moved \(UUID.v7())"
    let first = Instant(seconds: Instant.now().seconds + 2)
    let second = first + .seconds(3)
    let created = try ana.compose(text, on: [account], ["scheduled_at": JSON(describing: first)]).json
    let id = try #require(created["id"]?.string)
    let moved = try ana.client.post("/v1/posts/\(id)/schedule", ["at": JSON(describing: second)])
    #expect(moved.json["scheduled_at"]?.string == second.description)
    let post = try published(created, ana)
    let publishedAt = post["deliveries"]?[0]?["published_at"]?.string.flatMap { Instant($0) }
    #expect(try #require(publishedAt) >= second)
    #expect(try ana.ledger(text).count == 1)
  }

  @Test("An edit before the time changes what is published, and a stale edit changes nothing")
  func edit() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("instagram", as: "edit_ig")
    let old = "Old \(UUID.v7())"
    let new = "New \(UUID.v7())"
    let time = Instant(seconds: Instant.now().seconds + 4)
    let created = try ana.compose(
      old, on: [account], media: [ana.imageURL], ["scheduled_at": JSON(describing: time)]
    ).json
    let path = "/v1/posts/\(try #require(created["id"]?.string))"
    // Instagram's container, which holds the old caption, may exist already: wait until nothing is in flight.
    let edited = try wait(for: "edit", upTo: .seconds(3)) {
      let answer = try ana.client.patch(path, ["content": ["text": .string(new)]], version: 1)
      return answer.status == 200 ? answer : nil
    }
    #expect(edited.json["version"]?.integer == 2)
    #expect(edited.header("etag") == "\"2\"")
    let stale = try ana.client.patch(path, ["content": ["text": "Lost"]], version: 1)
    #expect(stale.status == 412)
    #expect(stale.json["code"]?.string == "stale_version")
    let blind = try ana.client.call("PATCH", path, Array("{}".utf8))
    #expect(blind.status == 428)
    _ = try published(created, ana)
    #expect(try ana.ledger(new).count == 1)
    #expect(try ana.ledger(old).isEmpty)
  }

  @Test("Deleting compares the version too: who has seen an older one deletes nothing")
  func deleteOfAnOlderVersion() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "delete_x")
    let draft = try ana.compose("Deleted \(UUID.v7())", on: [account]).json
    let path = "/v1/posts/\(try #require(draft["id"]?.string))"
    #expect(try ana.client.patch(path, ["content": ["text": "Changed"]], version: 1).status == 200)
    func delete(_ version: String) throws -> Client.Answer {
      try ana.client.call("DELETE", path, headers: ["If-Match": version])
    }
    for version in ["\"1\"", "\"3\""] {
      let stale = try delete(version)
      #expect(stale.status == 412 && stale.json["code"] == "stale_version", "\(version): \(stale.text)")
    }
    #expect(try ana.client.get(path).json["version"] == 2)
    #expect(try delete("\"2\"").status == 204)
    #expect(try ana.client.get(path).status == 404)
  }

  @Test("Accounts can be added to and taken off a plan")
  func accounts() throws {
    let ana = try Customer(try bundle())
    let first = try ana.connect("x", as: "swap_a")
    let second = try ana.connect("x", as: "swap_b")
    let draft = try ana.compose("Swap \(UUID.v7())", on: [first]).json
    let path = "/v1/posts/\(try #require(draft["id"]?.string))"
    let swapped = try ana.client.patch(path, ["account_ids": [.string(second)]], version: 1)
    #expect(swapped.json["deliveries"]?.array?.map { $0["account_id"]?.string } == [second])
  }
}
