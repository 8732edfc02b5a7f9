internal import Core
internal import Testing

@Suite("Text of JSON is found and copied in pieces, wherever these begin and end") struct JSONTextTests {
  private func read<Value>(_ text: [UInt8], _ body: (inout JSONReader) throws -> Value) throws -> Value {
    try text.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      let value = try body(&reader)
      try reader.finish()
      return value
    }
  }

  @Test(
    "A special character is found at every offset within a block",
    arguments: ["\"", "\\", "\n", "\u{1}", "é", "😹"])
  func everyOffset(_ character: String) throws {
    for before in 0..<140 {
      for after in [0, 1, 7, 31, 64] {
        let text = String(repeating: "a", count: before) + character + String(repeating: "z", count: after)
        let written = JSON.string(text).encoded()
        #expect(try JSON(parsing: written).string == text)
        #expect(try read(written) { try $0.readStringBytes() } == Array(text.utf8))
      }
    }
  }

  @Test("A raw control character is refused at every offset, and the error says where")
  func controlCharacters() {
    for before in 0..<140 {
      let text = Array("\"".utf8) + [UInt8](repeating: 0x61, count: before) + [0x1F, 0x61, 0x22]
      #expect(throws: JSONError(reason: "control character in a string", offset: before + 1)) {
        try JSON(parsing: text)
      }
    }
  }

  @Test("Invalid UTF-8 is refused at every offset, also in what is skipped, and the error says where")
  func invalidUTF8() {
    for before in 0..<140 {
      let text = Array("\"".utf8) + [UInt8](repeating: 0x61, count: before) + [0xC3, 0x28, 0x22]
      let expected = JSONError(reason: "invalid UTF-8 in a string", offset: before + 1)
      #expect(throws: expected) { try JSON(parsing: text) }
      #expect(throws: expected) { try read(text) { try $0.skipValue() } }
    }
  }

  @Test("A name is compared by what it means") func names() throws {
    let text = Array(#"{"a\u0062c": 1, "abc": 2, "": 3, "\u00e9": 4, "abcd": 5}"#.utf8)
    var found: [String] = []
    try read(text) { reader in
      try reader.readObject { (name, reader) throws(JSONError) in
        switch name {
        case "abc": found.append("abc")
        case "": found.append("empty")
        case "é": found.append("é")
        default: found.append("other \(name.text)")
        }
      }
    }
    #expect(found == ["abc", "abc", "empty", "é", "other abcd"])
  }

  @Test("An integer ends where 64 bits end") func integers() throws {
    #expect(try read(Array("-9223372036854775808".utf8)) { try $0.readInteger() } == .min)
    #expect(try read(Array("9223372036854775807".utf8)) { try $0.readInteger() } == .max)
    #expect(throws: JSONError.self) { try read(Array("-9223372036854775809".utf8)) { try $0.readInteger() } }
  }

  @Test("A text that is cut off anywhere is an error") func cutOff() throws {
    let text = Array(#"{"a":[1.5e3,-2,"x\ud83d\ude39\n"],"é":{"b":null,"c":[true,false]},"d":""}"#.utf8)
    _ = try JSON(parsing: text)
    for length in text.indices {
      #expect(throws: JSONError.self) { try JSON(parsing: Array(text.prefix(length))) }
      #expect(throws: JSONError.self) { try read(Array(text.prefix(length))) { try $0.skipValue() } }
    }
  }
}

@Suite("UTF-8 is told from other bytes") struct UTF8TextTests {
  @Test("Every scalar is valid, at every offset of a word")
  func scalars() {
    for value in stride(from: UInt32(0), to: 0x110000, by: 41) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let padding = String(repeating: "a", count: Int(value % 37))
      #expect(UTF8Text.isValid(Array((padding + String(Character(scalar)) + padding).utf8)))
    }
  }

  @Test(
    "What is not well-formed is found where it begins",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBF],
      [0xF0, 0x8F, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82, 0x28],
    ] as [[UInt8]])
  func invalid(_ bytes: [UInt8]) {
    for before in 0..<70 {
      let text = [UInt8](repeating: 0x61, count: before) + bytes + Array("é".utf8)
      #expect(text.withUnsafeBytes { UTF8Text.firstInvalid(in: $0) } == before)
    }
  }
}
