internal import Core
internal import Testing

@Suite("What others send is read as far as it can be") struct OutsideTests {
  @Test(
    "What is odd inside of a value does not make the rest unreadable",
    arguments: [
      (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
      (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\ude00""#, "😀"), (#""\ud83dA""#, "\u{FFFD}A"),
      (#""a\qb""#, #"a\qb"#), (#""\u12""#, "\u{FFFD}12"), (#""\u""#, "\u{FFFD}"), (#""\\ud83d""#, #"\ud83d"#),
      ("\"a\u{1}\nb\"", "a\u{1}\nb"), (#""\u0000""#, "\0"),
      ("178414000000000000000", "178414000000000000000"),
      ("-178414000000000000000", "-178414000000000000000"), ("007", "007"), (#""é""#, "é"),
    ])
  func texts(_ text: String, _ expected: String) throws {
    for (before, after) in [("", ""), ("\u{FEFF}", ""), (" ", "\n")] {
      #expect(try JSON(outside: Array((before + text + after).utf8)) == .string(expected))
    }
    let nested = try JSON(outside: Array(#"{"a":[\#(text),1,{"b":"c"}],"d":true}"#.utf8))
    #expect(nested == ["a": [.string(expected), 1, ["b": "c"]], "d": true])
  }

  @Test(
    "What is right is read as it is",
    arguments: [
      "null", "true", "false", "0", "-1", "12.5", "1e3", "9223372036854775807", "-9223372036854775808", "[]",
      "{}", #"{"a":[1,2.5,"x\"y\\z\/\b\f\n\r\t\u00e9",null,{"b":[]}]}"#,
    ])
  func same(_ text: String) throws {
    #expect(try JSON(outside: Array(text.utf8)) == JSON(parsing: text))
  }

  @Test("What cannot be held, or goes too deep, is null; what has no structure is refused") func beyond()
    throws
  {
    for text in ["1e999", "NaN", "Infinity", "undefined", "+", "1.2.3"] {
      #expect(try JSON(outside: Array("[\(text),1]".utf8)) == [.null, 1])
    }
    let deep = String(repeating: #"{"a":["\ud83d}",["#, count: 400) + String(repeating: "]]}", count: 400)
    let read = try JSON(outside: Array("[\(deep),7]".utf8))
    #expect(read[1] == 7 && read[0]?["a"]?[0] == "\u{FFFD}}")
    for text in ["", "[", "[1", #"{"a""#, #""a"#, "[1,]", #"{"a":}"#, "1 2"] {
      #expect(throws: JSONError.self, "\(text)") { try JSON(outside: Array(text.utf8)) }
    }
    #expect(try JSON(outside: [0x22, 0x61, 0xFF, 0xC3, 0x22]) == .string("a\u{FFFD}\u{FFFD}"))
  }

  @Test("Whatever bytes come, reading them ends") func random() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array(#"{}[]",:\ud83e0-.truefalsn "#.utf8) + [0x00, 0x0A, 0x80, 0xC3, 0xFF]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...30, using: &generator)).map { _ in alphabet.randomElement() ?? 0 }
      _ = try? JSON(outside: bytes)
    }
  }

  @Test("Numbers and times are read in whatever form, and never beyond what can be stored")
  func numbers() throws {
    #expect((["12", 12, 12.0] as [JSON]).map(\.number) == [12, 12, 12])
    #expect(([12.5, "x", .null, true] as [JSON]).map(\.number) == [nil, nil, nil, nil])
    #expect((["a", 12, 1.5, .null] as [JSON]).map(\.outsideText) == ["a", "12", "1.5", nil])
    #expect(Instant(outside: 1_700_000_000) == Instant(outside: 1_700_000_000_000))
    for number in [Int64.min, -1, 0, Int64.max] {
      #expect((0...253_402_300_799).contains(Instant(outside: number).seconds))
      #expect(Instant.after(outside: number) >= .now() + .seconds(-1))
    }
    #expect("a\0b\0\u{301}".withoutNUL == "ab\u{301}")
  }
}
