internal import Core
internal import Harness
internal import Testing

@Suite("What is published can be taken down again", .impatientBundle, .serialized) struct TakeDownTests {
  /// Publishes, and returns the post once its delivery is out.
  private func publish(_ ana: Customer, _ account: String, _ content: JSON) throws -> JSON {
    let made = try ana.compose("", on: [account], ["content": content])
    let id = try #require(made.json["id"]?.string, "\(made.text)")
    #expect(try ana.client.post("/v1/posts/\(id)/publish").status == 200)
    return try state("published", of: id, ana)
  }

  private func state(_ state: String, of id: String, _ ana: Customer) throws -> JSON {
    try wait(for: "\(state): \(try ana.show(id).text)", upTo: .seconds(40)) {
      // Post and deliveries are read one after the other: the change may come in between.
      let post = try ana.show(id)
      return post["state"]?.string == state && post["deliveries"]?[0]?["state"]?.string == state ? post : nil
    }
  }

  private func takeDown(_ post: JSON, _ ana: Customer) throws -> Client.Answer {
    let delivery = try #require(post["deliveries"]?[0]?["id"]?.string)
    return try ana.client.post("/v1/deliveries/\(delivery)/take-down")
  }

  @Test("A thread goes with all its parts, also when the answer was lost", arguments: [false, true])
  func thread(_ isLost: Bool) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "down_x")
    let text = "Down \(UUID.v7())"
    let content: JSON = ["text": .string(text), "thread": [.string("Second \(text)")]]
    let post = try publish(ana, account, content)
    let id = try #require(post["id"]?.string)
    if isLost {
      try bundle().setFaults([
        "rules": [["platform": "x", "operation": "other", "fault": "drop_after", "times": 1]]
      ])
    }
    let asked = try takeDown(post, ana)
    #expect(asked.status == 200)
    #expect(["removing", "removed"].contains(asked.json["deliveries"]?[0]?["state"]?.string))
    let gone = try state("removed", of: id, ana)
    try bundle().setFaults(["rules": []])
    #expect(gone["state"] == "removed")
    #expect(gone["deliveries"]?[0]?["removed_at"] != .null)
    #expect(gone["deliveries"]?[0]?["error"] == .null)
    let again = try takeDown(post, ana)
    #expect(again.status == 409)
    #expect(again.json["code"] == "not_removable")
    // The same text is taken again: X has it no more.
    #expect(try publish(ana, account, content)["state"] == "published")
  }

  @Test("On Facebook and LinkedIn the post is removed with its comment", arguments: ["facebook", "linkedin"])
  func others(_ platform: String) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect(platform, as: "down_\(platform)")
    let post = try publish(ana, account, ["text": .string("Down \(UUID.v7())"), "first_comment": "First"])
    #expect(try takeDown(post, ana).status == 200)
    let id = try #require(post["id"]?.string)
    #expect(try state("removed", of: id, ana)["state"] == "removed")
  }

  @Test("Where only people can remove it, they are told where it is") func byPeople() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("instagram", as: "down_ig")
    let image: JSON = [["url": .string(ana.imageURL)]]
    let post = try publish(ana, account, ["text": .string("Down \(UUID.v7())"), "media": image])
    let answer = try takeDown(post, ana)
    #expect(answer.status == 409)
    #expect(answer.json["code"] == "only_by_people")
    #expect(answer.json["detail"]?.string?.contains("https://www.instagram.com/") == true)
    #expect(try ana.show(try #require(post["id"]?.string))["state"] == "published")
  }

  @Test("A draft cannot be taken down") func draft() throws {
    let ana = try Customer(try bundle())
    let draft = try ana.compose("Draft", on: [try ana.connect("x", as: "down_draft")]).json
    #expect(try takeDown(draft, ana).json["code"] == "not_removable")
  }
}
