internal import Glibc

/// An MP4 of a length: a short film that can be shown, and behind it room that is said to be free (ISO/IEC 14496-12, 8.1.2),
/// of bytes that say where they stand. A piece that is missing, repeated or put elsewhere changes its sum.
package struct SampleMovie {
  /// Of the file, in bytes.
  package let bytes: Int

  /// At most 4 GiB, which is what the head of a box can say.
  package init(bytes: Int) { self.bytes = bytes }

  /// Writes it; returns its length and FNV-1a sum in the words of the sandbox.
  package func write(to path: String) throws -> String {
    guard let file = fopen(path, "w") else { throw Timeout(description: "\(path) cannot be opened") }
    defer { fclose(file) }
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    var left = bytes
    var chunk = try head()
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

  /// Five seconds of 1920 × 1080 in H.264 that begin with their description, and the head of what is free.
  private func head() throws -> [UInt8] {
    let film = try SampleMedia.make(
      ["-f", "lavfi", "-i", "color=c=teal:s=1920x1080:r=30:d=5", "-c:v", "libx264", "-preset", "ultrafast"]
        + ["-pix_fmt", "yuv420p", "-movflags", "+faststart"], "mp4")
    guard bytes >= film.count + 8 else { throw Timeout(description: "a film has more than \(bytes) bytes") }
    return film + Self.big(bytes - film.count, 4) + Array("free".utf8)
  }

  private static func big(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }
}
