internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Instagram's errors mean what its documentation says") struct InstagramErrorTests {
  /// `code/error_subcode` by what it means after a request that changes nothing which people see.
  private static let meanings: [(meaning: String, codes: [String])] = [
    ("reauthorize", ["190/463", "190/460", "190/0", "102/0"]),
    ("permission_missing", ["10/0", "3/0", "200/0", "299/0", "100/33"]),
    ("rate_limited", ["17/0", "32/0", "613/0", "80001/0", "80002/0"]),
    ("application_limited", ["4/0", "341/0"]), ("media_unavailable", ["-2/2207003"]),
    ("quota_exhausted", ["9/2207042"]),
    ("account_restricted", ["4/2207051", "25/2207050"]),
    (
      "platform_unavailable",
      [
        "-1/2207001", "-1/2207032", "-1/2207053", "-2/2207020", "24/2207006", "24/2207008",
        "9007/2207027",
        "1/0",
        "2/0",
      ]
    ),
    (
      "media_rejected",
      [
        "36000/2207004", "36001/2207005", "36003/2207009", "352/2207026", "9004/2207052", "1/2207057",
        "100/2207023",
        "100/2207028",
      ]
    ),
    (
      "content_rejected",
      ["36004/2207010", "100/2207035", "100/2207036", "100/2207037", "100/2207040", "368/0", "100/2207081"]
    ),
    ("duplicate_content", ["506/0"]),
    ("platform_refused", ["100/0", "9/0", "12345/0"]),
  ]

  /// Errors that do not say whether there was an effect.
  private static let vague = [
    "-1/2207001", "-1/2207032", "-1/2207053", "-2/2207003", "1/0", "2/0",
  ]

  private static let cases = meanings.flatMap { meaning, codes in codes.map { ($0, meaning) } }

  private func reply(_ pair: String, isTransient: Bool = false) throws -> HTTPReply {
    let parts = pair.split(separator: "/").compactMap { Int64($0) }
    let error: JSON = [
      "message": "As asked", "type": "OAuthException", "code": .integer(parts[0]),
      "error_subcode": .integer(parts[1]),
      "is_transient": .bool(isTransient), "error_user_msg": "Said to the user.", "fbtrace_id": "A1",
    ]
    return .json(400, (["error": error] as JSON).text)
  }

  @Test("A look's error is classified", arguments: cases)
  func looking(_ pair: String, _ meaning: String) throws {
    let error = try PlatformFixture("instagram", answering: reply(pair)).looking()
    #expect(error.apiCode == meaning)
    #expect(error.detail == "Said to the user.")
    #expect(error.code == (pair.hasSuffix("/0") ? String(pair.dropLast(2)) : pair))
  }

  @Test(
    "A publishing request's error is classified; a vague one leaves the outcome unknown", arguments: cases)
  func publishing(_ pair: String, _ meaning: String) throws {
    let error = try PlatformFixture("instagram", answering: reply(pair)).publishing()
    #expect(error.apiCode == (Self.vague.contains(pair) ? "outcome_unknown" : meaning))
  }

  @Test(
    "What Instagram itself calls transient is, whatever its code", arguments: ["36000/2207004", "12345/0"])
  func transient(_ pair: String) throws {
    let instagram = try PlatformFixture("instagram", answering: reply(pair, isTransient: true))
    #expect(try instagram.looking().kind == .transient)
    #expect(try instagram.publishing().kind == .unknownOutcome)
  }

  @Test(
    "An answer that is none of the API's tells nothing",
    arguments: [
      (500, ""), (502, "<html>"), (503, "{}"), (400, ""), (403, "denied"), (200, #"{"error":{"code":2}}"#),
    ])
  func foreign(_ status: Int, _ body: String) throws {
    let instagram = try PlatformFixture("instagram", answering: .json(status, body))
    #expect(try instagram.publishing().kind == .unknownOutcome)
    #expect(try instagram.looking().kind == .transient)
  }

  @Test("A success without an id, or no answer at all, may have had its effect")
  func unknown() throws {
    #expect(try PlatformFixture("instagram", answering: .json(200, "{}")).publishing().code == "no_id")
    let silent = try PlatformFixture("instagram", answering: nil)
    #expect(try silent.publishing().kind == .unknownOutcome)
    #expect(silent.server.requests.count == 1)
    #expect(try silent.looking().kind == .transient)
  }

  @Test("The daily quota is asked for again after an hour, not at once")
  func quota() throws {
    let error = try PlatformFixture("instagram", answering: reply("9/2207042")).publishing()
    guard case .quotaExhausted(let until) = error.kind else {
      Issue.record("\(error.kind) has no time")
      return
    }
    #expect(until > .now() + .seconds(3500))
  }
}
