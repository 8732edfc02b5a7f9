internal import Core
internal import Testing

@Suite("Every field that is wrong is named, once, with its pointer") struct FieldsTests {
  /// What one field complains about a value: its code, or nil.
  private func complaint(_ value: JSON?, _ read: (inout Fields) -> Void) -> String? {
    var object: JSONObject = [:]
    if let value { object["f"] = value }
    var fields = Fields(of: .object(object))
    read(&fields)
    #expect(fields.errors.count <= 1)
    #expect(fields.errors.allSatisfy { $0.pointer == "/f" && !$0.detail.isEmpty })
    return fields.errors.first?.code
  }

  @Test(
    "A string",
    arguments: [
      (nil, "required"), (.null, "required"), (1, "wrong_type"), (["a"], "wrong_type"), ("", "too_short"),
      ("a", "too_short"),
      ("ab", nil), ("abcd", nil), ("abcde", "too_long"), ("a\u{0}b", "invalid_character"), ("👩‍👩‍👧‍👦é", nil),
      (true, "wrong_type"),
    ] as [(JSON?, String?)])
  func strings(_ value: JSON?, _ code: String?) {
    #expect(complaint(value) { _ = $0.string("f", length: 2...4) } == code)
  }

  @Test(
    "A string that may be absent",
    arguments: [(nil, nil), (.null, nil), ("", nil), ("12345", "too_long"), (0, "wrong_type")]
      as [(JSON?, String?)])
  func optionalStrings(_ value: JSON?, _ code: String?) {
    #expect(complaint(value) { _ = $0.optionalString("f", length: 0...4) } == code)
  }

  @Test(
    "A name is one line, of which people see something",
    arguments: [
      (nil, "required"), ("", "too_short"), (" ", "required"), ("\u{3164}\u{200B}", "required"),
      ("\u{2800}", "required"), ("a\nb", "invalid_character"), ("a\tb", "invalid_character"),
      ("\u{1B}[1m", "invalid_character"), ("a\u{7F}", "invalid_character"), ("a\u{85}b", "invalid_character"),
      ("a\u{9F}b", "invalid_character"), ("a\u{2028}b", "invalid_character"),
      ("a\u{2029}b", "invalid_character"), ("a\u{202E}b", "invalid_character"),
      ("a\u{2066}b", "invalid_character"), ("a\r\n", "invalid_character"), ("a\u{0}", "invalid_character"),
      ("abcdefghi", "too_long"), (5, "wrong_type"), ("Ana", nil), (" Ana ", nil), ("O'Ne.l", nil),
      ("👩‍👩‍👧‍👦", nil), ("נטע\u{200F}", nil), ("نام\u{200C}ها", nil), ("e\u{301}", nil), ("a\u{A0}b", nil),
    ] as [(JSON?, String?)])
  func names(_ value: JSON?, _ code: String?) {
    #expect(complaint(value) { _ = $0.name("f", length: 1...8) } == code)
    #expect(complaint(value) { _ = $0.optionalName("f", length: 1...8) } == (value == nil ? nil : code))
  }

  @Test(
    "An id",
    arguments: [
      (nil, "required"), (.null, "required"), ("x", "wrong_type"), (5, "wrong_type"), ("", "wrong_type"),
      ("0192a3b4-c5d6-7e8f-9012-3456789abcde", nil),
    ] as [(JSON?, String?)])
  func ids(_ value: JSON?, _ code: String?) {
    #expect(complaint(value) { _ = $0.uuid("f") } == code)
  }

  /// A number without a fraction is a whole one, however it is written.
  @Test(
    "A whole number",
    arguments: [
      (nil, nil), (.null, nil), (5, nil), (.double(5), nil), (.double(5.5), "wrong_type"),
      ("5", "wrong_type"),
      (0, "out_of_range"), (.double(1e300), "wrong_type"), (.integer(.max), "out_of_range"),
    ] as [(JSON?, String?)])
  func integers(_ value: JSON?, _ code: String?) {
    #expect(complaint(value) { _ = $0.optionalInteger("f", in: 1...9) } == code)
  }

  @Test(
    "A time",
    arguments: [
      (nil, "required"), ("2026-11-21T09:30:00", "wrong_type"), ("tomorrow", "wrong_type"),
      (1_795_244_400, "wrong_type"),
      ("2026-11-21T09:30:00+01:00", nil),
    ] as [(JSON?, String?)])
  func times(_ value: JSON?, _ code: String?) {
    #expect(complaint(value) { _ = $0.instant("f") } == code)
  }

  @Test(
    "An array",
    arguments: [
      (nil, nil), (.null, nil), ("a", "wrong_type"), ([:], "wrong_type"), ([], "too_few"), ([1], nil),
      ([1, 2], nil),
      ([1, 2, 3], "too_many"),
    ] as [(JSON?, String?)])
  func arrays(_ value: JSON?, _ code: String?) {
    #expect(complaint(value) { _ = $0.optionalArray("f", count: 1...2) } == code)
  }

  @Test("All complaints come in one answer, unknown members among them")
  func together() {
    var fields = Fields(of: ["name": 1, "tiem": "x", "when": "soon", "a/b~c": 0])
    _ = fields.string("name")
    _ = fields.instant("when")
    _ = fields.uuid("id")
    #expect {
      try fields.finish()
    } throws: { error in
      guard let problem = error as? Problem else { return false }
      #expect(problem.status == 422)
      #expect(
        problem.errors.map { "\($0.pointer) \($0.code)" } == [
          "/name wrong_type", "/when wrong_type", "/id required", "/tiem unknown_field",
          "/a~1b~0c unknown_field",
        ])
      return true
    }
  }

  @Test("Fields that are right give their values and no complaint")
  func values() throws {
    let id = UUID.v7()
    var fields = Fields(of: [
      "name": "Ana", "id": JSON(describing: id), "at": "2026-11-21T07:00:00Z", "tags": ["a", "b"],
    ])
    #expect(fields.string("name") == "Ana")
    #expect(fields.uuid("id") == id)
    #expect(fields.instant("at").seconds == 1_795_244_400)
    #expect(fields.optionalArray("tags", count: 0...5)?.map(\.pointer) == ["/tags/0", "/tags/1"])
    try fields.finish()
  }

  @Test(
    "A body that is no object is one complaint, besides what is required",
    arguments: [.null, [], "x", 1] as [JSON])
  func noObject(_ body: JSON) {
    let fields = Fields(of: body, at: "/content")
    #expect(fields.errors == [FieldError("/content", "wrong_type", "Expected an object.")])
  }

  @Test("Whether a member is there does not depend on its value") func presence() {
    let fields = Fields(of: ["a": .null])
    #expect(fields.has("a"))
    #expect(!fields.has("b"))
  }
}

@Suite("A problem is an answer of RFC 9457") struct ProblemTests {
  @Test("It has what a client needs, and no member without a value")
  func json() {
    let problem = Problem(
      422, "invalid_request", "Not valid.", detail: "Two fields.",
      errors: [FieldError("/a", "required", "Missing.")])
    #expect(
      problem.json.text
        == #"{"type":"about:blank","title":"Not valid.","status":422,"code":"invalid_request","detail":"Two fields.","#
        + #""errors":[{"pointer":"/a","code":"required","detail":"Missing."}]}"#)
    #expect(
      Problem.notFound("post").json == [
        "type": "about:blank", "title": "There is no such post.", "status": 404, "code": "not_found",
      ])
  }

  @Test("Our own failure tells nothing of its cause") func internalError() {
    #expect(Problem.internalError.json["detail"] == nil)
    #expect(Problem.internalError.status == 500)
    #expect(Problem.unavailable.retryAfter == 2)
  }
}
