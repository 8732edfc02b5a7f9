package import Transcoding

/// How a JPEG has to be turned to stand upright: cameras store it as the sensor lies, and say so in a tag.
package struct JPEGTurn {
  private let source: ByteSource

  package init(_ source: ByteSource) { self.source = source }

  /// None when the picture does not tell. The tag stands in the segment APP1, which comes first or after APP0.
  package func turn() throws(ProbeError) -> Turn {
    var offset: Int64 = 2
    for _ in 0..<16 {
      let head = try source.bytes(at: offset, 4)
      guard head.count == 4, head[0] == 0xFF, (0xE0...0xEF).contains(head[1]) || head[1] == 0xFE else {
        break
      }
      let length = BigEndian.read(head, 2, 2)
      if head[1] == 0xE1 {
        let segment = try source.bytes(at: offset + 4, length - 2)
        if segment.starts(with: "Exif\0\0".utf8) { return Self.orientation(Array(segment.dropFirst(6))) }
      }
      offset += 2 + Int64(length)
    }
    return .none
  }

  /// The tag 0x0112 of the first directory of a TIFF (TIFF 6.0, section 2), whose numbers are written either way round.
  private static func orientation(_ tiff: [UInt8]) -> Turn {
    let isLittle = tiff.starts(with: "II*\0".utf8)
    guard isLittle || tiff.starts(with: "MM\0*".utf8) else { return .none }
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset + count <= tiff.count else { return nil }
      let bytes = Array(tiff[offset..<offset + count])
      return BigEndian.read(isLittle ? bytes.reversed() : bytes, 0, count)
    }
    guard let start = number(4, 4), let count = number(start, 2) else { return .none }
    for entry in 0..<count {
      let place = start + 2 + entry * 12
      guard let tag = number(place, 2) else { break }
      if tag == 0x0112 { return number(place + 8, 2).flatMap { Turn(rawValue: $0) } ?? .none }
    }
    return .none
  }
}
