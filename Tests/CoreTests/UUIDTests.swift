internal import Core
internal import Testing

@Suite("Identifiers are UUIDs of version 7") struct UUIDTests {
  @Test("An id tells its version, variant and millisecond (RFC 9562 §5.7)")
  func form() throws {
    let time = try #require(Instant("2026-11-21T07:00:00.123456Z"))
    let id = UUID.v7(at: time).bytes
    #expect(id[0..<6].reduce(0) { $0 << 8 | Int64($1) } == 1_795_244_400_123)
    #expect(id[6] >> 4 == 7)
    #expect(id[8] >> 6 == 0b10)
  }

  @Test("An id made in a later millisecond sorts later, as text and as bytes")
  func order() {
    let ids = (0..<500).map { UUID.v7(at: Instant(microseconds: 1_795_244_400_000_000 + $0 * 1000)) }
    #expect(ids.map(\.description).sorted() == ids.map(\.description))
    #expect(zip(ids, ids.dropFirst()).allSatisfy { $0.bytes.lexicographicallyPrecedes($1.bytes) })
  }

  @Test("Ids of one moment differ")
  func distinct() {
    let time = Instant.now()
    #expect(Set((0..<10_000).map { _ in UUID.v7(at: time) }).count == 10_000)
  }

  @Test("An id is read in either case and written in lower case")
  func reading() throws {
    let id = try #require(UUID("0192A3B4-C5d6-7e8F-9012-3456789abCDE"))
    #expect(id.description == "0192a3b4-c5d6-7e8f-9012-3456789abcde")
    #expect(UUID(id.description) == id)
    #expect(UUID(bytes: id.bytes) == id)
    #expect(UUID.zero.description == "00000000-0000-0000-0000-000000000000")
  }

  @Test(
    "What is no id is refused",
    arguments: [
      "", "0192a3b4-c5d6-7e8f-9012-3456789abcd", "0192a3b4-c5d6-7e8f-9012-3456789abcdef",
      "0192a3b4c5d67e8f90123456789abcde",
      "{0192a3b4-c5d6-7e8f-9012-3456789abcde}", "0192a3b4-c5d6-7e8f-9012-3456789abcdg",
      "0192a3b4-c5d6-7e8f-90123-456789abcde",
      "0192a3b4_c5d6_7e8f_9012_3456789abcde", " 192a3b4-c5d6-7e8f-9012-3456789abcde",
      "é192a3b4-c5d6-7e8f-9012-3456789abcd",
      "' or 1=1 --",
    ])
  func refused(_ text: String) {
    #expect(UUID(text) == nil)
  }

  @Test("Only 16 bytes make an id", arguments: [0, 15, 17])
  func bytes(_ count: Int) {
    #expect(UUID(bytes: [UInt8](repeating: 0, count: count)) == nil)
  }
}
