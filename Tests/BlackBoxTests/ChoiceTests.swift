internal import Core
internal import Harness
internal import Testing

@Suite("People choose what they publish as, and are told plainly when there is nothing", .bundle)
struct ChoiceTests {
  /// Goes to the consent page and comes back. `change` is what the person does to what they are asked for.
  private func comeBack(
    _ ana: Customer, _ platform: String, as username: String, accepting type: String = "application/json",
    _ change: (String) -> String = { $0 }
  ) throws -> Client.Answer {
    let begun = try ana.client.post(
      "/v1/accounts/connect/\(platform)", ["workspace_id": .string(ana.workspace)])
    let address = try #require(begun.json["authorize_url"]?.string)
    let consent = try ana.client.submit(
      [("username", username), ("decision", "approve")], to: change(address))
    let headers = ["Accept": type, "Cookie": try #require(begun.cookie)]
    return try ana.client.call("GET", try #require(consent.header("location")), headers: headers)
  }

  private func names(_ answer: JSON?) -> [String] {
    (answer?.array ?? []).compactMap { $0["name"]?.string }.sorted()
  }

  private func accounts(of ana: Customer) throws -> [String] {
    names(try ana.client.get("/v1/accounts?workspace_id=\(ana.workspace)").json["data"])
  }

  @Test("Of three Facebook pages two are chosen, by a program; both publish, the third does not exist")
  func program() throws {
    let ana = try Customer(try bundle())
    let offer = try comeBack(ana, "facebook", as: "choice.pages3").json
    let pages = names(offer["candidates"])
    #expect(pages.count == 3)
    #expect((offer["candidates"]?.array ?? []).allSatisfy { $0["kind"] == "page" })
    #expect(try accounts(of: ana).isEmpty)
    let choice = try #require(offer["choice"]?.string)
    let wrong = try ana.client.post(
      "/v1/accounts/choices/\(choice)", ["account_ids": [.string(UUID.v7().description)]])
    #expect(wrong.fieldErrors == ["/account_ids": "wrong_choice"])
    let wanted = (offer["candidates"]?.array ?? []).filter { $0["name"]?.string != pages[1] }
    let ids = wanted.compactMap { $0["id"] }
    let chosen = try ana.client.post("/v1/accounts/choices/\(choice)", ["account_ids": .array(ids)])
    #expect(chosen.status == 200)
    #expect(try accounts(of: ana) == [pages[0], pages[2]])
    // A choice is good once.
    let again = try ana.client.post("/v1/accounts/choices/\(choice)", ["account_ids": .array(ids)])
    #expect(again.status == 400)
    #expect(again.json["code"] == "stale_connection")
    let text = "On two pages \(UUID.v7())"
    let post = try ana.compose(text, on: ids.compactMap(\.string)).json
    let id = try #require(post["id"]?.string)
    #expect(try ana.client.post("/v1/posts/\(id)/publish").status == 200)
    _ = try wait(for: "both pages", upTo: .seconds(30)) {
      try ana.show(id)["state"] == "published" ? true : nil
    }
    let ledger = try ana.ledger(text)
    #expect(Set(ledger.compactMap { $0["account_id"]?.string }).count == 2)
    #expect(ledger.count == 2)
  }

  @Test("In a browser the pages are boxes of a form; what is ticked is connected") func browser() throws {
    let ana = try Customer(try bundle())
    let page = try comeBack(ana, "facebook", as: "browser.pages3", accepting: "text/html")
    #expect(page.status == 200)
    let boxes = page.text.split(separator: "type=\"checkbox\" name=\"").dropFirst().map {
      $0.prefix { $0 != "\"" }
    }
    #expect(boxes.count == 3)
    let address = try #require(page.text.split(separator: "action=\"").last?.prefix { $0 != "\"" })
    let box = try #require(boxes.first)
    let done = try ana.client.submit([(String(box), "on")], to: try bundle().url + address)
    #expect(done.status == 200)
    #expect(done.text.contains("Connected"))
    #expect(try accounts(of: ana).count == 1)
  }

  /// Platform, user, what the consent page does not grant, and the code and a part of the sentence that follow.
  private static let diagnoses: [(String, String, String?, String, String)] = [
    ("facebook", "nobody.pages0", nil, "permission_missing", "There is no Facebook page to publish to"),
    (
      "facebook", "narrow", "pages_manage_posts", "permission_missing",
      "Facebook was not allowed pages_manage_posts: connect again and allow all of it."
    ),
    (
      "instagram", "narrow", "instagram_business_content_publish", "permission_missing",
      "Instagram was not allowed instagram_business_content_publish: connect again and allow all of it."
    ),
    (
      "instagram", "ana.personal", nil, "permission_missing",
      "This is a personal Instagram account, which only the app can post to"
    ),
  ]

  @Test("What keeps an account from being connected is said in a sentence", arguments: diagnoses)
  func diagnosis(_ platform: String, _ username: String, _ scope: String?, _ code: String, _ sentence: String)
    throws
  {
    let ana = try Customer(try bundle())
    let answer = try comeBack(ana, platform, as: username) { address in
      scope.map { address.replacing($0, with: "public_profile") } ?? address
    }
    #expect(answer.status == 502)
    #expect(answer.json["code"]?.string == code)
    #expect(answer.json["detail"]?.string?.hasPrefix(sentence) == true, "\(answer.text)")
    #expect(try accounts(of: ana).isEmpty)
  }
}
