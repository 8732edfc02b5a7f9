internal import Core
internal import Harness
internal import Testing

@Suite("What a person does not grant is seen at once, and said", .bundle, .serialized)
struct GrantedScopesTests {
  /// Goes to the consent page, grants all but `scope`, and comes back.
  private func connect(
    _ ana: Customer, _ platform: String, as username: String, without scope: String?, unticked: Bool = false,
    accepting type: String = "application/json"
  ) throws -> Client.Answer {
    let begun = try ana.client.post(
      "/v1/accounts/connect/\(platform)", ["workspace_id": .string(ana.workspace)])
    var address = try #require(begun.json["authorize_url"]?.string)
    var form = [("username", username), ("decision", "approve")]
    if unticked {
      // As a browser sends what is left ticked on the page.
      let page = try ana.client.get(address).text
      let boxes = page.split(separator: "name=\"allow:").dropFirst().map { String($0.prefix { $0 != "\"" }) }
      #expect(boxes.count > 1 && boxes.contains { $0.hasSuffix(scope ?? "") }, "\(page)")
      form.append(("choosing", "on"))
      form += boxes.filter { !$0.hasSuffix(scope ?? "") }.map { ("allow:" + $0, "on") }
    } else if let scope {
      #expect(address.contains(scope))
      address = address.replacing(scope, with: "")
    }
    let consent = try ana.client.submit(form, to: address)
    return try ana.client.call(
      "GET", try #require(consent.header("location")),
      headers: ["Accept": type, "Cookie": try #require(begun.cookie)])
  }

  private func accounts(of ana: Customer) throws -> [JSON] {
    try ana.client.get("/v1/accounts?workspace_id=\(ana.workspace)").json["data"]?.array ?? []
  }

  @Test(
    "Without what publishing needs nothing is connected, and the callback says what is missing",
    arguments: [
      ("x", "tweet.write", true), ("x", "tweet.write", false), ("x", "tweet.read", false),
      ("x", "users.read", false),
      ("facebook", "pages_manage_posts", false), ("facebook", "pages_show_list", true),
      ("instagram", "instagram_business_content_publish", true), ("linkedin", "openid", true),
      ("pinterest", "pins:write", true), ("tiktok", "video.publish", true),
      ("tiktok", "user.info.profile", false), ("youtube", "youtube.upload", true),
      ("youtube", "youtube.force-ssl", true),
    ])
  func refused(_ platform: String, _ scope: String, _ isUnticked: Bool) throws {
    let ana = try Customer(try bundle())
    let written = isUnticked ? scope : scope.replacing(":", with: "%3A")
    let answer = try connect(ana, platform, as: "narrow", without: written, unticked: isUnticked)
    #expect(answer.status == 502 && answer.json["code"] == "permission_missing", "\(answer.text)")
    let detail = answer.json["detail"]?.string ?? ""
    #expect(detail.contains(scope) && detail.hasSuffix("connect again and allow all of it."), "\(detail)")
    #expect(try accounts(of: ana).isEmpty)
  }

  @Test("Of LinkedIn's member and organization, those are offered that may be published as")
  func kinds() throws {
    let ana = try Customer(try bundle())
    for (scope, kind) in [("w_member_social", "organization"), ("w_organization_social", "person")] {
      let answer = try connect(ana, "linkedin", as: "half", without: scope)
      #expect(answer.json["data"]?.array?.map { $0["kind"]?.string } == [kind], "\(answer.text)")
    }
  }

  @Test(
    "Without something else it is connected, and page, list, check and preflight name what it is not for",
    arguments: [
      ("facebook", "pages_manage_engagement", "comment", true),
      ("instagram", "instagram_business_manage_comments", "comment", true),
      ("x", "media.write", "media", false),
      ("x", "offline.access", "renew", false),
    ])
  func partial(_ platform: String, _ scope: String, _ use: String, _ isUnticked: Bool) throws {
    let ana = try Customer(try bundle())
    let answer = try connect(ana, platform, as: "partial_p", without: scope, unticked: isUnticked)
    #expect(answer.status == 200, "\(answer.text)")
    let page = try connect(
      ana, platform, as: "partial_p", without: scope, unticked: isUnticked, accepting: "text/html")
    #expect(page.text.contains("\(scope): connect again and allow all of it."), "\(page.text)")
    let account = try #require(try accounts(of: ana).first)
    let id = try #require(account["id"]?.string)
    let checked = try ana.client.post("/v1/accounts/\(id)/check")
    for shown in [account, checked.json, answer.json["data"]?[0] ?? .null] {
      #expect(
        shown["state"] == "connected" && shown["error"]?["code"] == "permission_missing", "\(shown.text)")
      #expect(shown["missing_permissions"]?[0]?["use"]?.string == use)
      #expect(shown["missing_permissions"]?[0]?["scopes"] == [.string(scope)])
    }
    let image: JSON = [["url": .string(ana.imageURL)]]
    let contents: [String: JSON] = [
      "comment": ["text": "Hi", "media": image, "first_comment": "First"],
      "media": ["text": "Hi", "media": image],
    ]
    if let content = contents[use] {
      let body: JSONObject = ["content": content]
      let preflight = try ana.client.post(
        "/v1/preflight",
        [
          "workspace_id": .string(ana.workspace), "account_ids": [.string(id)], "content": content,
        ])
      let found = preflight.json["accounts"]?[0]?["violations"]?.array ?? []
      #expect(preflight.json["publishable"] == false && found.contains { $0["code"] == "permission_missing" })
      #expect(try ana.compose("Hi", on: [id], body).fieldErrors["/account_ids/0"] == "permission_missing")
    }
    // What does not need it is published.
    let draft = try ana.compose(
      "Plain \(UUID.v7())", on: [id], media: platform == "x" ? [] : [ana.imageURL])
    let post = try #require(draft.json["id"]?.string, "\(draft.text)")
    #expect(try ana.client.post("/v1/posts/\(post)/publish").status == 200)
    _ = try published(draft.json, ana)
    // Connected again with all of it, nothing is missing.
    #expect(try ana.connect(platform, as: "partial_p") == id)
    let whole = try #require(try accounts(of: ana).first)
    #expect(whole["error"] == .null && whole["missing_permissions"]?.array?.isEmpty == true)
  }

  @Test("What is lost after the post was planned is a missing permission, not a complaint about the text")
  func lostLater() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let id = try ana.connect("x", as: "lost_x")
    func outcome(_ text: String) throws -> JSON {
      let post = try #require(try ana.compose(text, on: [id]).json["id"]?.string)
      #expect(try ana.client.post("/v1/posts/\(post)/publish").status == 200)
      return try wait(for: "failed: \(try ana.show(post).text)", upTo: .seconds(30)) {
        let shown = try ana.show(post)
        return shown["state"] == "failed" ? shown["deliveries"]?[0]?["error"] : nil
      }
    }
    try bundle.setFaults([
      "rules": [["platform": "x", "operation": "publish", "fault": "status", "status": 403, "rate": 1]]
    ])
    let refused = try outcome("Refused \(UUID.v7())")
    try bundle.setFaults(["rules": []])
    #expect(refused["code"] == "permission_missing", "\(refused.text)")
    #expect(refused["remedy"]?.string?.hasPrefix("Connect the account again") == true)
    let text = "Planned \(UUID.v7())"
    let post = try #require(try ana.compose(text, on: [id]).json["id"]?.string)
    // The message is under way when the permission is taken back.
    let time = Instant(seconds: Instant.now().seconds + 3)
    #expect(
      try ana.client.post("/v1/posts/\(post)/schedule", ["at": JSON(describing: time)]).status == 200)
    try bundle.sql("update account set granted_scopes = 'tweet.read users.read' where id = '\(id)'")
    let failed = try wait(for: "failed", upTo: .seconds(30)) {
      let shown = try ana.show(post)
      return shown["state"] == "failed" ? shown : nil
    }
    #expect(failed["deliveries"]?[0]?["error"]?["code"] == "permission_missing")
    #expect(failed["deliveries"]?[0]?["attempts"]?.array?.isEmpty == true)
    #expect(try ana.ledger(text).isEmpty)
    #expect(
      try ana.client.post("/v1/posts/\(post)/publish").fieldErrors.values.contains("permission_missing"))
  }
}
