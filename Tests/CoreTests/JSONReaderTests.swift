internal import Core
internal import Testing

@Suite("The pull reader takes what is asked for and skips the rest") struct JSONReaderTests {
  /// Lends the text to a reader.
  private func read<Value>(_ text: String, _ body: (inout JSONReader) throws -> Value) throws -> Value {
    try Array(text.utf8).withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      let value = try body(&reader)
      try reader.finish()
      return value
    }
  }

  @Test("Members that are not asked for are skipped, whatever is in them")
  func skipping() throws {
    let text =
      #"{"skip":{"a":["}\"]",{"x":null}],"b":1e3}, "wanted" : "yes" ,"more":[[],{},"\\"],"last":false}"#
    let wanted = try read(text) { reader in
      var wanted: String?
      try reader.readObject { (name, reader) throws(JSONError) in
        if name == "wanted" { wanted = try reader.readString() }
      }
      return wanted
    }
    #expect(wanted == "yes")
  }

  @Test("A value can be taken as it stands")
  func raw() throws {
    let raw = try read(#"[ {"a": [1, 2]} , 3]"#) { reader in
      var parts: [String] = []
      try reader.readArray { (reader) throws(JSONError) in
        parts.append(String(decoding: try reader.readRaw(), as: UTF8.self))
      }
      return parts
    }
    #expect(raw == [#"{"a": [1, 2]}"#, "3"])
  }

  @Test("Null is told from a string")
  func optionalStrings() throws {
    #expect(try read("null") { try $0.readOptionalString() } == nil)
    #expect(try read(#" "" "#) { try $0.readOptionalString() } == "")
    #expect(try read("null") { reader in reader.nextIsNull() ? try reader.readValue() : "" } == .null)
  }

  @Test(
    "A value of another kind is an error", arguments: ["\"1\"", "1.5", "null", "[]", "9223372036854775808"])
  func wrongKind(_ text: String) {
    #expect(throws: JSONError.self) { try read(text) { try $0.readInteger() } }
    #expect(throws: JSONError.self) { try read(text) { try $0.readBool() } }
    #expect(throws: JSONError.self) { try read(text) { reader in try reader.readObject { _, _ in } } }
  }

  @Test(
    "Skipping does not make bad text good",
    arguments: [
      #"{"a":tru}"#, #"{"a":"b}"#, #"{"a":[1,}"#, #"{"a":01}"#, #"{"a":"\"#, #"{"a":{"b"}}"#,
      "{\"a\":\"\u{1}\"}",
    ])
  func skippingBadText(_ text: String) {
    #expect(throws: JSONError.self) { try read(text) { reader in try reader.readObject { _, _ in } } }
  }
}
