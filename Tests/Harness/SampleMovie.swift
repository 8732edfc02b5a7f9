internal import Glibc

/// An MP4 of a length, whose pictures are bytes that say where they stand: nobody can play it, but it has all that is
/// looked at, and a piece that is missing, repeated or put elsewhere changes its sum.
package struct SampleMovie {
  /// Of the file, in bytes.
  package let bytes: Int

  /// At most 4 GiB, which is what the box of its pictures can say.
  package init(bytes: Int) { self.bytes = bytes }

  /// Writes it; returns its length and FNV-1a sum in the words of the sandbox.
  package func write(to path: String) throws -> String {
    guard let file = fopen(path, "w") else { throw Timeout(description: "\(path) cannot be opened") }
    defer { fclose(file) }
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    var left = bytes
    var chunk = head
    var number: UInt64 = 0
    while left > 0 {
      let count = min(left, chunk.count)
      for byte in chunk[..<count] { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
      guard fwrite(chunk, 1, count, file) == count else {
        throw Timeout(description: "\(path) cannot be written")
      }
      left -= count
      chunk = Self.noise(&number)
    }
    return "\(bytes) bytes fnv1a64:" + String(sum, radix: 16)
  }

  /// 64 KiB that stand nowhere else.
  private static func noise(_ number: inout UInt64) -> [UInt8] {
    let words = (0..<8192).map { _ -> UInt64 in
      number &+= 0x9E37_79B9_7F4A_7C15
      return (number ^ number >> 31) &* 0xBF58_476D_1CE4_E5B9
    }
    return words.withUnsafeBytes { Array($0) }
  }

  /// File type, description and the head of the pictures (ISO/IEC 14496-12 §4.3, §8.2, §8.3 and §8.5): one minute of
  /// 1920 × 1080, said to be H.264.
  private var head: [UInt8] {
    let identity = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000].flatMap { Self.big($0, 4) }
    let header = Self.box("mvhd", Self.big(0, 12) + Self.big(1000, 4) + Self.big(60_000, 4) + Self.big(0, 80))
    let track = Self.box(
      "tkhd", Self.big(0, 40) + identity + Self.big(1920 << 16, 4) + Self.big(1080 << 16, 4))
    let handler = Self.box("hdlr", Self.big(0, 8) + Array("vide".utf8) + Self.big(0, 12))
    let samples = Self.box("stsd", Self.big(1, 8) + Self.box("avc1", Self.big(0, 8)))
    let coding = Self.box("minf", Self.box("stbl", samples))
    let start =
      Self.box("ftyp", Array("isom".utf8) + Self.big(512, 4))
      + Self.box("moov", header + Self.box("trak", track + Self.box("mdia", handler + coding)))
    return start + Self.big(bytes - start.count, 4) + Array("mdat".utf8)
  }

  private static func big(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }

  private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
    big(content.count + 8, 4) + Array(name.utf8) + content
  }
}
