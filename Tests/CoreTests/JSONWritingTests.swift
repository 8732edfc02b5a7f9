internal import Core
internal import Testing

@Suite("JSON is written so that everybody can read it") struct JSONWritingTests {
  @Test(
    "A value is written compactly",
    arguments: [
      (.null, "null"), (true, "true"), (false, "false"), (-7, "-7"), (0.5, "0.5"), ("", #""""#), ([], "[]"),
      ([:], "{}"),
      ([1, [2, [3]], []], "[1,[2,[3]],[]]"),
      (["a": 1, "b": [.null, ["c": "d"]]], #"{"a":1,"b":[null,{"c":"d"}]}"#),
      (.integer(.min), "-9223372036854775808"), (.double(.infinity), "null"), (.double(.nan), "null"),
    ] as [(JSON, String)])
  func written(_ json: JSON, _ text: String) {
    #expect(json.text == text)
  }

  @Test(
    "What must be escaped is, the rest stays as it is",
    arguments: [
      ("\"\\", #""\"\\""#), ("/", #""/""#), ("\n\r\t", #""\n\r\t""#),
      ("\u{0}\u{8}\u{B}\u{1F}", #""\u0000\u0008\u000b\u001f""#),
      ("é€😹\u{7F}\u{2028}", "\"é€😹\u{7F}\u{2028}\""),
    ])
  func escaped(_ string: String, _ text: String) {
    #expect(JSON.string(string).text == text)
  }

  @Test("Every control character survives being written and read")
  func controlCharacters() throws {
    for value in UInt32(0)..<0xA0 {
      let string = "a" + String(Character(try #require(Unicode.Scalar(value)))) + "z"
      let text = JSON.string(string).text
      #expect(!text.utf8.contains { $0 < 0x20 }, "U+\(String(value, radix: 16)) is raw")
      #expect(try JSON(parsing: text).string == string)
    }
  }

  @Test(
    "A double is read back as the same double",
    arguments: [
      0.1, -1e-300, .leastNonzeroMagnitude, 1.7976931348623157e308, 1e21, 123_456_789.125, 1 / 3.0, 1e15,
      100_000_000_000_000_000,
    ])
  func doubles(_ value: Double) throws {
    #expect(try JSON(parsing: JSON.double(value).text).double == value)
  }

  @Test("A tree is the same after writing and reading, its members in their order")
  func roundTrip() throws {
    let json: JSON = [
      "z": ["é\u{0}\"": [1, -2, .double(2.5), .null, true, "x\u{1F600}"]], "a": [:], "": "",
      "m": .integer(.max),
    ]
    let read = try JSON(parsing: json.encoded())
    #expect(read == json)
    #expect(read.object?.members.map(\.name) == ["z", "a", "", "m"])
    #expect(read.text == json.text)
  }

  @Test("Objects are equal whatever the order of their members")
  func equality() {
    #expect(["a": 1, "b": 2] as JSON == ["b": 2, "a": 1])
    #expect(["a": 1] as JSON != ["a": 1, "b": 2])
    #expect(["a": 1, "b": 2] as JSON != ["a": 1, "c": 2])
    #expect(JSON.integer(1) != JSON.double(1))
  }

  @Test("A member is set once, and removed by nil")
  func members() {
    var object: JSONObject = ["a": 1, "b": 2]
    object["a"] = 3
    object["b"] = nil
    #expect(JSON.object(object).text == #"{"a":3}"#)
  }

  @Test("Asking a value of another kind is nil, not a trap")
  func accessors() {
    let json: JSON = ["text": "a", "number": 1, "list": [1, 2], "fraction": 1.5]
    #expect(json["text"]?.integer == nil)
    #expect(json["number"]?.string == nil)
    #expect(json["number"]?.double == 1)
    #expect(json["fraction"]?.integer == nil)
    #expect(json["list"]?[2] == nil)
    #expect(json["list"]?[-1] == nil)
    #expect(json["list"]?["a"] == nil)
    #expect(json["absent"] == nil)
  }
}
