internal import Core
internal import Inbox
internal import Testing

@Suite("Of a webhook's changes, each is read by itself") struct MetaWebhookTests {
  /// A body of ten comments, in both forms that Meta has, of which one has been changed.
  private func body(_ odd: Int, _ change: String, isFlat: Bool) -> [UInt8] {
    let changes = (0..<10).map { $0 == odd ? change : Self.change($0) }
    let entries =
      isFlat
      ? changes.map { #"{"id":"178","time":1700000000,\#($0.dropFirst().dropLast())}"# }
      : [#"{"id":"178","time":1700000000,"changes":[\#(changes.joined(separator: ","))]}"#]
    return Array(#"{"object":"instagram","entry":[\#(entries.joined(separator: ","))]}"#.utf8)
  }

  private static func change(_ number: Int, _ members: [String: String?] = [:]) -> String {
    var value = [
      "id": "\"19\(number)\"", "text": "\"Text \(number)\"", "from": #"{"id":"1790","username":"ben"}"#,
      "media": #"{"id":"9\#(number)"}"#,
    ]
    for (name, text) in members { value[name] = text }
    let written = value.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
    return #"{"field":"comments","value":{\#(written.joined(separator: ","))}}"#
  }

  /// What one member may be, of which the comment is stored all the same.
  private static let bearableMembers: [(String, String?)] = [
    ("text", #""cut \ud83d""#), ("text", #""\ude00 cut""#), ("text", #""a\u0000b""#), ("text", "null"),
    ("text", nil),
    ("text", "17"), ("text", "[1]"), ("text", #""a\qb""#), ("text", "\"a\u{1}b\""), ("text", "1e999"),
    ("from", nil), ("from", "null"), ("from", #"{"id":1790}"#), ("from", #"{"id":{},"username":7}"#),
    ("from", #"{"username":"\ud83d"}"#), ("id", "190000000000000000001"), ("id", "19"),
    ("media", #"{"id":90000000000000000001,"media_product_type":"UNKNOWN"}"#), ("parent_id", "null"),
    ("parent_id", #""\ud83d""#), ("created_time", #""2029-12-31T15:04:05+0000""#),
    ("extra", String(repeating: "[", count: 900) + String(repeating: "]", count: 900)),
  ]

  @Test("What is odd in one comment costs nothing", arguments: bearableMembers, [false, true])
  func bearable(_ member: (name: String, text: String?), isFlat: Bool) throws {
    for place in [0, 4, 9] {
      let odd = Self.change(place, [member.name: member.text])
      let read = MetaWebhook.comments(in: body(place, odd, isFlat: isFlat))
      #expect(read.count == 10)
      #expect(read.allSatisfy { if case .success = $0 { true } else { false } }, "\(member)")
    }
  }

  /// Without these it cannot be said whose it is.
  private static let unbearableMembers: [(String, String?, String?)] = [
    ("id", nil, nil), ("id", "null", nil), ("id", #""../x""#, nil), ("id", "{}", nil),
    ("media", nil, "194"), ("media", "7", "194"), ("media", #"{"id":"\ud83d"}"#, "194"),
  ]

  @Test(
    "What cannot be placed is set aside with its reason and nothing of its text; the others are read",
    arguments: unbearableMembers, [false, true])
  func setAside(_ member: (String, String?, String?), isFlat: Bool) throws {
    let odd = Self.change(4, [member.0: member.1])
    let read = MetaWebhook.comments(in: body(4, odd, isFlat: isFlat))
    let failures = read.compactMap { result -> UnreadChange? in
      if case .failure(let change) = result { change } else { nil }
    }
    #expect(read.count == 10 && failures.count == 1, "\(member)")
    let told = try #require(failures.first)
    #expect(told.id == member.2 && !JSON.object(told.json).text.contains("Text"))
    #expect(told.place == (isFlat ? "/entry/4/changes/0" : "/entry/0/changes/4"))
  }

  @Test("Of ten changes one is mutated at random: nine are as they were", arguments: [false, true])
  func mutated(_ isFlat: Bool) throws {
    let odd: [String] = [
      "null", "true", "[]", "{}", "-1", "1e400", "99999999999999999999", #""\ud83d""#, #""\udc00\ud800""#,
      "\"\"",
      "\"\\u0000\"", "\"\u{7}\"", #"{"a":[{"b":"\ud83d"}]}"#, "\"\(String(repeating: "9", count: 100))\"",
      "0.5",
    ]
    for _ in 0..<2000 {
      let place = Int.random(in: 0..<10)
      var members: [String: String?] = [:]
      for name in ["id", "text", "from", "media", "parent_id"] where Bool.random() {
        members[name] = Bool.random() ? .some(odd.randomElement() ?? "null") : .some(nil)
      }
      let change =
        Int.random(in: 0..<8) > 0
        ? Self.change(place, members)
        : #"{"field":\#(odd.randomElement() ?? "null"),"value":\#(odd.randomElement() ?? "null")}"#
      let read = MetaWebhook.comments(in: body(place, change, isFlat: isFlat))
      let texts = read.compactMap { result -> String? in
        if case .success(let comment) = result { "\(comment.remoteID) \(comment.text)" } else { nil }
      }
      for number in 0..<10 where number != place {
        #expect(texts.contains("19\(number) Text \(number)"), "\(change)")
      }
    }
  }

  @Test("The time is read in seconds, milliseconds or as a date, and is never one that cannot be stored")
  func times() throws {
    for time in ["1700000000", "1700000000000", "\"1700000000\"", "\"2023-11-14T22:13:20Z\""] {
      let body =
        #"{"object":"instagram","entry":[{"id":178,"time":\#(time),"changes":[\#(Self.change(1))]}]}"#
      #expect(try received(body) == Instant("2023-11-14T22:13:20Z"), "\(time)")
    }
    for time in ["null", "-5", "9223372036854775807", "1e300", "\"soon\"", "[]"] {
      let body =
        #"{"object":"instagram","entry":[{"id":178,"time":\#(time),"changes":[\#(Self.change(1))]}]}"#
      let instant = try #require(try received(body))
      #expect(instant >= Instant(outside: 0) && instant <= Instant(outside: .max), "\(time)")
    }
  }

  private func received(_ body: String) throws -> Instant? {
    guard case .success(let comment)? = MetaWebhook.comments(in: Array(body.utf8)).first else {
      return nil
    }
    return comment.receivedAt
  }

  @Test("What is no list of entries has no comments; what is no JSON is told") func structure() throws {
    for body in [
      "{}", "[]", "null", #"{"object":"instagram"}"#, #"{"object":"page","entry":[{}]}"#,
      #"{"object":"instagram","entry":7}"#, #"{"object":"instagram","entry":[null,7,"x",[]]}"#,
    ] {
      #expect(MetaWebhook.comments(in: Array(body.utf8)).isEmpty, "\(body)")
    }
    guard case .failure(let unread)? = MetaWebhook.comments(in: Array("{".utf8)).first else {
      Issue.record("what is no JSON was read")
      return
    }
    #expect(unread.reason == .noJSON)
  }
}
