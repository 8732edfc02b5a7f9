internal import Core
internal import Platforms
internal import Posts
internal import Testing

@Suite("A post that cannot be stored is refused with all that is wrong with it") struct PostDraftTests {
  private static let now = Instant(seconds: 1_795_244_400)
  private static let id = "0192a3b4-c5d6-7e8f-9012-3456789abcde"

  /// The complaints about a body, without those about accounts, of which none exist here.
  private func complaints(_ body: JSON) throws -> [String] {
    let problem = try #require(throws: Problem.self) {
      try PostDraft(body).validated(accounts: [], media: [], rules: .rules, now: Self.now)
    }
    #expect(problem.status == 422)
    return problem.errors.filter { $0.code != "unknown_account" }.map { "\($0.pointer) \($0.code)" }
  }

  /// A body that is right but for `changes`.
  private func body(_ changes: JSONObject) -> JSON {
    var object: JSONObject = [
      "workspace_id": .string(Self.id), "account_ids": [.string(Self.id)], "content": ["text": "Hello"],
    ]
    for (name, value) in changes.members { object[name] = value }
    return .object(object)
  }

  @Test("Nothing is said about a body that is right") func right() throws {
    #expect(try complaints(body([:])).isEmpty)
    #expect(try complaints(body(["scheduled_at": "2026-11-21T07:00:01Z"])).isEmpty)
  }

  @Test("Every field of an empty body is missed")
  func empty() throws {
    #expect(try complaints([:]) == ["/workspace_id required", "/content required", "/account_ids required"])
  }

  @Test(
    "A member is checked",
    arguments: [
      (["workspace_id": "x"], "/workspace_id wrong_type"), (["content": "text"], "/content wrong_type"),
      (["content": ["text": 5]], "/content/text wrong_type"),
      (["content": ["text": "a\u{0}"]], "/content/text invalid_character"),
      (["content": ["txt": "a"]], "/content/txt unknown_field"),
      (["content": ["link": "ftp://a"]], "/content/link invalid_url"),
      (["content": ["link": "https://"]], "/content/link invalid_url"),
      (["content": ["link": "https://a b"]], "/content/link invalid_url"),
      (["content": ["media": "x"]], "/content/media wrong_type"),
      (["content": ["media": [["url": "https://a.io/1.jpg"], 7]]], "/content/media/1 wrong_type"),
      (["content": ["media": [["url": "a.jpg"]]]], "/content/media/0/url invalid_url"),
      (["content": ["link": "https://a.io/\u{F}b"]], "/content/link invalid_url"),
      (["content": ["link": "https:///a"]], "/content/link invalid_url"),
      (["content": ["media": [[:]]]], "/content/media/0 one_of"),
      (
        ["content": ["media": [["id": "01991b8e-0000-7000-8000-000000000001"]]]],
        "/content/media/0/id unknown_media"
      ),
      (["content": ["thread": [""]]], "/content/thread/0 too_short"),
      (["content": ["thread": ["a\u{0}"]]], "/content/thread/0 invalid_character"),
      (["account_ids": []], "/account_ids too_few"), (["account_ids": "x"], "/account_ids wrong_type"),
      (["account_ids": ["x"]], "/account_ids/0 wrong_type"),
      (["account_ids": [.string(id), .string(id)]], "/account_ids/1 repeated"),
      (["scheduled_at": "tomorrow"], "/scheduled_at wrong_type"),
      (["scheduled_at": 5], "/scheduled_at wrong_type"),
      (["scheduled_at": "2026-11-21T07:00:00Z"], "/scheduled_at past"),
      (["scheduled_at": "2020-01-01T00:00:00+02:00"], "/scheduled_at past"),
      (["variants": []], "/variants wrong_type"), (["variants": ["x": [:]]], "/variants/x wrong_type"),
      (["variants": [id: ["text": 1]]], "/variants/\(id)/text wrong_type"),
      (["variants": [id: "text"]], "/variants/\(id) wrong_type"),
      (["variants": [id: ["color": "red"]]], "/variants/\(id)/color unknown_field"),
      (["titel": "x"], "/titel unknown_field"),
    ] as [(JSONObject, String)])
  func members(_ changes: JSONObject, _ complaint: String) throws {
    #expect(try complaints(body(changes)) == [complaint])
  }

  @Test("Accounts that are not there are named, also in variants")
  func accounts() throws {
    let other = UUID.v7().description
    let problem = try #require(throws: Problem.self) {
      try PostDraft(body(["variants": [other: ["text": "b"]]])).validated(
        accounts: [], media: [], rules: .rules, now: Self.now)
    }
    #expect(
      problem.errors.map { "\($0.pointer) \($0.code)" } == [
        "/account_ids/0 unknown_account", "/variants/\(other) unknown_account",
      ])
  }

  @Test("Many accounts, media and parts are limited") func counts() throws {
    let ids = JSON.array((0..<51).map { _ in JSON(describing: UUID.v7()) })
    #expect(try complaints(body(["account_ids": ids])) == ["/account_ids too_many"])
    let media = JSON.array((0..<36).map { _ in ["url": "https://a.io/1.jpg"] })
    #expect(try complaints(body(["content": ["media": media]])) == ["/content/media too_many"])
    let parts = JSON.array((0..<25).map { _ in "a" })
    #expect(try complaints(body(["content": ["thread": parts]])) == ["/content/thread too_many"])
  }

  @Test("A list is filtered by a state that exists")
  func filter() throws {
    #expect(try PostState(filter: nil) == nil)
    #expect(try PostState(filter: "needs_review") == .needsReview)
    let problem = try #require(throws: Problem.self) { try PostState(filter: "Draft") }
    #expect(problem.errors.map(\.code) == ["unknown_value"])
  }
}
