/// Pictures that are stored lying or mirrored, and say so: with red above blue on the left, and green on the right, as
/// they are to be seen.
package enum SampleTurns {
  /// 96 by 64 pixels as shown, stored as this value of Exif's Orientation says, and saying it.
  package static func stored(_ tag: Int, _ ending: String) throws -> [UInt8] {
    // What undoes the turn that the value asks for.
    let turns = [
      "null", "hflip", "hflip,vflip", "vflip", "transpose=cclock_flip", "transpose=cclock",
      "transpose=clock_flip",
      "transpose=clock",
    ]
    let bytes = try SampleMedia.make(
      ["-f", "lavfi", "-i", "color=c=red:s=64x32:d=1", "-f", "lavfi", "-i", "color=c=blue:s=64x32:d=1"]
        + ["-f", "lavfi", "-i", "color=c=lime:s=32x64:d=1", "-filter_complex"]
        + ["[0][1]vstack[left];[left][2]hstack,\(turns[tag - 1]),setsar=1"],
      ending, frames: 1)
    let exif = exif(tag, isLittle: tag % 2 == 0)
    let (width, height) = tag > 4 ? (64, 96) : (96, 64)
    switch ending {
    case "jpg": return jpeg(bytes, exif)
    case "png": return png(bytes, exif)
    default: return webP(bytes, exif, width: width, height: height)
    }
  }

  /// Whether an image shows what it should.
  package static func isUpright(_ image: [UInt8]) throws -> Bool {
    let places = [("8:8:8:8", 0), ("8:8:8:48", 2), ("8:8:80:8", 1), ("8:8:80:48", 1)]
    return try places.allSatisfy { area, channel in
      let pixel = try SampleMedia.convert(
        image, ["-vf", "crop=\(area),scale=1:1:flags=area", "-f", "rawvideo", "-pix_fmt", "rgb24"])
      return pixel.count == 3 && pixel[channel] > 150 && pixel[channel] == pixel.max()
    }
  }

  /// A directory with this tag alone (TIFF 6.0, section 2).
  package static func exif(_ tag: Int, isLittle: Bool) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] {
      let bytes = big(value, count)
      return isLittle ? bytes.reversed() : bytes
    }
    let numbers = [(42, 2), (8, 4), (1, 2), (0x0112, 2), (3, 2), (1, 4), (tag, 2), (0, 2), (0, 4)]
    return Array((isLittle ? "II" : "MM").utf8) + numbers.flatMap { number($0.0, $0.1) }
  }

  package static func jpeg(_ image: [UInt8], _ exif: [UInt8]) -> [UInt8] {
    let content = Array("Exif\0\0".utf8) + exif
    let segment: [UInt8] = [0xFF, 0xE1] + big(content.count + 2, 2) + content
    return insert(segment, into: image, at: 2)
  }

  /// Behind the head, which has 33 bytes.
  package static func png(_ image: [UInt8], _ exif: [UInt8]) -> [UInt8] {
    let content = Array("eXIf".utf8) + exif
    var remainder: UInt32 = ~0
    for byte in content {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return insert(big(exif.count, 4) + content + big(Int(~remainder), 4), into: image, at: 33)
  }

  /// With an extended head, which tells of Exif.
  package static func webP(_ image: [UInt8], _ exif: [UInt8], width: Int, height: Int) -> [UInt8] {
    var content = Array("WEBPVP8X".utf8)
    content += little(10, 4)
    content += [8, 0, 0, 0]
    content += little(width - 1, 3)
    content += little(height - 1, 3)
    content += image.dropFirst(12)
    content += Array("EXIF".utf8)
    content += little(exif.count, 4)
    content += exif
    return Array("RIFF".utf8) + little(content.count, 4) + content
  }

  private static func insert(_ bytes: [UInt8], into image: [UInt8], at place: Int) -> [UInt8] {
    var result = image
    result.insert(contentsOf: bytes, at: place)
    return result
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] { big(value, count).reversed() }

  /// A film whose first track is shown so (ISO/IEC 14496-12, 6.2.2).
  package static func film(_ film: [UInt8], _ tag: Int, width: Int, height: Int) -> [UInt8] {
    let one = 0x10000
    let (w, h) = (width * one, height * one)
    let matrices = [
      [one, 0, 0, one, 0, 0], [-one, 0, 0, one, w, 0], [-one, 0, 0, -one, w, h], [one, 0, 0, -one, 0, h],
      [0, one, one, 0, 0, 0], [0, one, -one, 0, h, 0], [0, -one, -one, 0, h, w], [0, -one, one, 0, 0, w],
    ]
    let m = matrices[tag - 1]
    let matrix = [m[0], m[1], 0, m[2], m[3], 0, m[4], m[5], 0x4000_0000].flatMap { big($0, 4) }
    var film = film
    var offset = 0
    while offset + 84 < film.count {
      if Array(film[offset..<offset + 4]) == Array("tkhd".utf8) {
        // Of a track that is seen: sound has no width.
        let start = offset + 44
        if film[start + 36..<start + 40].contains(where: { $0 != 0 }) {
          film.replaceSubrange(start..<start + 36, with: matrix)
          break
        }
      }
      offset += 1
    }
    return film
  }

  private static func big(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }
}
