internal import Core
internal import Testing

/// The cases follow JSONTestSuite (https://github.com/nst/JSONTestSuite): what every parser must accept, must
/// refuse, and where RFC 8259 leaves the choice to us.
@Suite("JSON is read by RFC 8259") struct JSONReadingTests {
  @Test(
    "A valid text is accepted",
    arguments: [
      ("[]", []), ("[ ]", []), ("[[] ]", [[]]), ("{}", [:]), (" \n\r\t[]\n ", []), ("[\"\"]", [""]),
      ("null", .null), ("true", true), ("false", false), ("\"a\"", "a"), ("42", 42), ("-0.1", -0.1),
      ("\"\"", ""),
      ("[null, 1, \"1\", {}]", [.null, 1, "1", [:]]), ("[1,\n2]", [1, 2]),
      ("[1,null,null,2]", [1, .null, .null, 2]),
      ("{\"\":0}", ["": 0]), ("{\"a\":\"b\",\"c\":[]}", ["a": "b", "c": []]),
      ("{\"a\":{\"b\":{}}}", ["a": ["b": [:]]]),
      ("{\"title\":\"\\u041f\\u043e\\u043b\"}", ["title": "Пол"]),
      ("{\"foo\\u0000bar\": 42}", ["foo\u{0}bar": 42]),
      ("[\"\u{7F}\"]", ["\u{7F}"]), ("[\"\u{2028}\u{2029}\"]", ["\u{2028}\u{2029}"]),
      ("[\"/* no comment */\"]", ["/* no comment */"]),
    ] as [(String, JSON)])
  func accepted(_ text: String, _ expected: JSON) throws {
    #expect(try JSON(parsing: text) == expected)
  }

  @Test(
    "An escape means its character",
    arguments: [
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u0041\u00e9\u20AC"#, "Aé€"),
      (#"\u0000\u001f"#, "\u{0}\u{1F}"),
      (#"\ud801\udc37"#, "\u{10437}"), (#"\uD83D\uDE39\uD83D\uDC8D"#, "😹💍"), (#"\uDBFF\uDFFF"#, "\u{10FFFF}"),
      (#"\uFFFD\uE000"#, "\u{FFFD}\u{E000}"), (#"a\u000Ab"#, "a\nb"), (#"\\u0041"#, #"\u0041"#),
      (#"e\u0301"#, "e\u{301}"),
    ])
  func escapes(_ written: String, _ meaning: String) throws {
    let read = try JSON(parsing: "\"\(written)\"").string
    // Compared by bytes: Swift's equality of strings ignores how a character is composed.
    #expect(read.map { Array($0.utf8) } == Array(meaning.utf8))
  }

  @Test(
    "An integer of 64 bits stays exact, any other number is a double",
    arguments: [
      ("0", .integer(0)), ("-0", .integer(0)), ("9223372036854775807", .integer(.max)),
      ("-9223372036854775808", .integer(.min)), ("9007199254740993", .integer(9_007_199_254_740_993)),
      ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.0", .double(1)),
      ("1E22", .double(1e22)),
      ("0e+1", .double(0)), ("123.456e78", .double(123.456e78)), ("1e-2", .double(0.01)),
      ("-1.5E+2", .double(-150)),
      ("0.1", .double(0.1)), ("1e-400", .double(0)), ("-0.0", .double(-0.0)),
      ("100000000000000000000000000000000", .double(1e32)),
      ("1.7976931348623157e308", .double(1.7976931348623157e308)),
    ] as [(String, JSON)])
  func numbers(_ text: String, _ expected: JSON) throws {
    #expect(try JSON(parsing: text) == expected)
  }

  @Test(
    "A text that is not JSON is refused",
    arguments: [
      "", " ", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[,]", "[1 true]", "[1:2]", "[\"\": 1]",
      "[x]", "[1]x", "[][]",
      "[\"a\"", "[\"a\",\n4\n,1,", "{", "}", "{]", "[}", "{\"a\"}", "{\"a\":}", "{\"a\" \"b\"}",
      "{\"a\",\"b\"}", "{\"a\"::\"b\"}",
      "{a:1}", "{'a':0}", "{1:1}", "{null:null}", "{\"a\":1,}", "{\"a\":1,,\"b\":2}", "{,\"a\":1}",
      "{\"a\":1 \"b\":2}",
      "{\"a\":1}#", "{\"a\":1}/**/", "{\"a\":/*c*/1}", "{\"a\":1}//", "{\"a\":\"b\"}}", "{\"x\"::1}", "nul",
      "nulll", "tru", "True",
      "FALSE", "nan", "NaN", "Infinity", "-Infinity", "-", "+1", "++1", "-a", "--1", "1a", "01", "-01",
      "-012", "00", "1.", ".1",
      "-.1", "1.e1", "1..2", "0.1.2", "1e", "1e+", "1E-", "1eE2", "0x42", "1_000", "1 000", "0e", "1,2",
      "\u{FF11}", "'a'", "a", "\"",
      "\"\\\"", "\"\\", "\"\\a\"", "\"\\x00\"", "\"\\U0041\"", "\"\\u\"", "\"\\u00\"", "\"\\u00A\"",
      "\"\\u00G0\"", "\"a\nb\"",
      "\"a\tb\"", "\"a\u{0}b\"", "\"\u{1F}\"", "\"\\\n\"", "\u{FEFF}[]", "[\u{2060}]", "[\u{A0}1]", "[\u{C}]",
      "<null>", "abc\"def\"",
      "[\"\\u0041\" \"\\u0042\"]", "\\u000A\"\"", "[1]\u{0}", "*", "?", "&", "[1,\n1\n,1", "{\"a\":\"a",
      "[\"\",", "{\"a\":[1,{\"b\":2]}",
    ])
  func refused(_ text: String) {
    #expect(throws: JSONError.self) { try JSON(parsing: text) }
  }

  @Test(
    "A surrogate without its pair is refused",
    arguments: [
      #"\uD800"#, #"\uDC00"#, #"\uD800\uD800"#, #"\uD800a"#, #"\uD800\n"#, #"\uDFAA\uD83D"#, #"\uD800\u0041"#,
      #"\ud800\"#,
      #"\uD83D\u"#, #"\uD83D\uDE"#, #"\uD83D\uE000"#,
    ])
  func loneSurrogates(_ written: String) {
    #expect(throws: JSONError.self) { try JSON(parsing: "\"\(written)\"") }
  }

  @Test(
    "Bytes that are not UTF-8 are refused, in values and in names",
    arguments: [
      [0xFF], [0xE5], [0x81], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func invalidUTF8(_ bytes: [UInt8]) {
    let quoted = Array("\"".utf8) + bytes + Array("\"".utf8)
    #expect(throws: JSONError.self) { try JSON(parsing: quoted) }
    #expect(throws: JSONError.self) { try JSON(parsing: Array("{".utf8) + quoted + Array(":1}".utf8)) }
    #expect(throws: JSONError.self) { try JSON(parsing: Array("\"\\n".utf8) + bytes + Array("\"".utf8)) }
    #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
  }

  @Test("A number that no double can hold is refused", arguments: ["1e400", "-1e9999", "123123e100000"])
  func tooLarge(_ text: String) {
    #expect(throws: JSONError.self) { try JSON(parsing: text) }
  }

  @Test("Nesting is read to its limit and refused beyond, without end of the stack")
  func nesting() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSON(parsing: nested(512))
    #expect(throws: JSONError.self) { try JSON(parsing: nested(513)) }
    #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
    #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "{\"a\":", count: 100_000)) }
    // Siblings are not nesting.
    _ = try JSON(parsing: "[" + String(repeating: "[],", count: 2000) + "[]]")
  }

  @Test("A name that is repeated means its last value")
  func repeatedNames() throws {
    let json = try JSON(parsing: #"{"a":1,"b":2,"a":3}"#)
    #expect(json["a"] == 3)
    #expect(json["b"] == 2)
  }

  @Test("An error says where it is")
  func offsets() {
    #expect(throws: JSONError(reason: "unexpected text after the value", offset: 3)) {
      try JSON(parsing: "[] x")
    }
    #expect(throws: JSONError(reason: "unexpected end", offset: 4)) { try JSON(parsing: "[1, ") }
  }

  @Test(
    "Members that are named more than once are found at any depth, each once, by what they are called",
    arguments: [
      (#"{"a":1,"b":2}"#, []), (#"{"a":1,"a":1}"#, ["/a"]), (#"{"a":1,"a":2,"a":3}"#, ["/a"]),
      (#"{"a":1,"\u0061":2}"#, ["/a"]), (#"{"A":1,"a":2}"#, []), (#"{"a":{"b":1},"c":{"b":1}}"#, []),
      (#"{"a":{"b":1,"b":1}}"#, ["/a/b"]), (#"[{"x":1},{"x":1,"x":2}]"#, ["/1/x"]),
      (#"{"a":[[{"b/c":1,"b/c":1,"~":0,"~":0}]]}"#, ["/a/0/0/b~1c", "/a/0/0/~0"]),
      (#"{"a":{"x":1,"x":1},"a":{"x":1}}"#, ["/a/x", "/a"]), (#"{"":1,"":2}"#, ["/"]),
    ] as [(String, [String])])
  func repetitions(_ text: String, _ pointers: [String]) throws {
    #expect(try JSON(parsing: text).repeatedMembers() == pointers)
  }
}
