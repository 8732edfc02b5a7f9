internal import Core
internal import Testing

/// Text is read and written sixteen bytes at a time. What comes out is compared with what a loop over single bytes
/// makes of it.
///
/// The loops for other processors than x86-64 were run through it too.
@Suite("Text of JSON is the same, whatever its length, its place in memory and where its special bytes are")
struct JSONBlockTests {
  private static let special: [UInt8] = [0x22, 0x5C, 0x0A, 0x00, 0x1F, 0x7F, 0x20, 0x21, 0x23, 0x5B, 0x5D]

  /// The JSON of a text, byte by byte (RFC 8259 §7).
  private static func escaped(_ text: some Sequence<UInt8>) -> [UInt8] {
    var json: [UInt8] = [0x22]
    for byte in text {
      switch byte {
      case 0x22, 0x5C: json += [0x5C, byte]
      case 0x0A: json += Array(#"\n"#.utf8)
      case 0x0D: json += Array(#"\r"#.utf8)
      case 0x09: json += Array(#"\t"#.utf8)
      case ..<0x20: json += Array(#"\u00"#.utf8) + Array(Hex.encode([byte]).utf8)
      default: json.append(byte)
      }
    }
    return json + [0x22]
  }

  /// Reads `json` at every place within a block, with text behind it that does not belong to it.
  private func read<Value>(
    _ json: [UInt8], shiftedBy shift: Int, _ body: (inout JSONReader) throws -> Value
  ) throws -> Value {
    let padded = [UInt8](repeating: 0x20, count: shift) + json + Array(#" "é\"#.utf8)
    return try padded.withUnsafeBytes { bytes in
      var reader = JSONReader(UnsafeRawBufferPointer(rebasing: bytes[..<(shift + json.count)]))
      let value = try body(&reader)
      try reader.finish()
      return value
    }
  }

  @Test("A special byte at every place of every length up to four blocks", arguments: special)
  func specialBytes(_ byte: UInt8) throws {
    for length in 1...64 {
      for place in 0..<length {
        var text = [UInt8](repeating: 0x61, count: length)
        text[place] = byte
        let json = Self.escaped(text)
        var writer = JSONWriter(capacity: 0)
        let isWritten = writer.write(text: text)
        #expect(isWritten)
        #expect(writer.bytes == json)
        let shift = (length &* 7 &+ place) % 16
        #expect(try read(json, shiftedBy: shift) { try $0.readStringBytes() } == text)
        let string = String(decoding: text, as: UTF8.self)
        #expect(try read(json, shiftedBy: shift) { try $0.readString() } == string)
        try read(json, shiftedBy: shift) { try $0.skipValue() }
      }
    }
  }

  @Test("Texts of nothing but escapes outgrow any room that was taken for them")
  func escapesOnly() throws {
    for length in 0...200 {
      let text = [UInt8](repeating: 0x01, count: length)
      var writer = JSONWriter(capacity: 0)
      let isWritten = writer.write(text: text)
      #expect(isWritten)
      #expect(writer.bytes == Self.escaped(text))
      #expect(try read(writer.bytes, shiftedBy: length % 16) { try $0.readStringBytes() } == text)
    }
  }

  @Test("Bytes that are no UTF-8 are found at every place, and nothing is written of them")
  func invalid() {
    for length in 1...64 {
      for place in 0..<length {
        var text = [UInt8](repeating: 0x61, count: length)
        text[place] = 0xFF
        var writer = JSONWriter()
        writer.array { writer in
          writer.write(Int64(1))
          let isWritten = writer.write(text: text)
          #expect(!isWritten)
          writer.write(Int64(2))
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[1,2]")
        #expect(throws: JSONError(reason: "invalid UTF-8 in a string", offset: place + 1)) {
          try read([0x22] + text + [0x22], shiftedBy: 0) { try $0.readStringBytes() }
        }
      }
    }
  }

  @Test("Texts at random, in every alphabet", arguments: 0..<64)
  func random(_ seed: Int) throws {
    var state = UInt64(seed) &+ 0x9E37_79B9_7F4A_7C15
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let pieces = ["a", "quick brown fox ", "\"", "\\", "\n", "\u{0}", "é", "日本語", "😹", "\u{7F}"]
    for _ in 0..<64 {
      let text = (0..<next(40)).map { _ in pieces[next(pieces.count)] }.joined()
      let json = Self.escaped(text.utf8)
      #expect(JSON.string(text).encoded() == json)
      #expect(try read(json, shiftedBy: next(16)) { try $0.readString() } == text)
      #expect(try read(json, shiftedBy: next(16)) { try $0.readStringBytes() } == Array(text.utf8))
    }
  }
}
