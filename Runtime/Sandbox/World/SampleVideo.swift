internal import HTTPServer

/// Videos to publish, of any size: the same bytes for the same name, made when they are asked for.
///
/// The head of an MP4 file (ISO/IEC 14496-12: `ftyp`, then `mdat`), and noise. It is enough for what looks at the head.
enum SampleVideo {
  private static let defaultBytes = 400_000
  private static let largestBytes = 16 << 30
  /// Of one answer.
  private static let largestPiece = 16 << 20

  /// `GET /media/{name}.mp4?bytes=`, with or without `Range: bytes=a-b`.
  static func reply(to request: HTTPRequest, name: String, bytes: String?) throws(ControlError) -> HTTPReply {
    guard let total = bytes.map({ Int($0) }) ?? defaultBytes, (64...largestBytes).contains(total) else {
      throw ControlError("bytes: from 64 to \(largestBytes)")
    }
    let head = [(name: "content-type", value: "video/mp4"), (name: "accept-ranges", value: "bytes")]
    guard let wanted = request.header("range") else {
      guard total <= largestPiece else {
        throw ControlError("so large a file is given in parts only: send Range")
      }
      return HTTPReply(status: 200, headers: head, body: content(name, 0..<total, of: total))
    }
    guard let range = parse(wanted, total) else {
      return HTTPReply(status: 416, headers: [("content-range", "bytes */\(total)")])
    }
    let place = (name: "content-range", value: "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(total)")
    return HTTPReply(status: 206, headers: head + [place], body: content(name, range, of: total))
  }

  /// The first range, cut to what is there and to what is given at once.
  private static func parse(_ header: String, _ total: Int) -> Range<Int>? {
    guard header.hasPrefix("bytes=") else { return nil }
    let bounds = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard bounds.count == 2, let first = Int(bounds[0]), first < total else { return nil }
    let last = min(Int(bounds[1]) ?? total - 1, total - 1)
    guard last >= first else { return nil }
    return first..<min(last + 1, first + largestPiece)
  }

  private static func content(_ name: String, _ range: Range<Int>, of total: Int) -> [UInt8] {
    let head = head(total)
    let seed = name.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      var word: UInt64 = 0
      for (place, index) in range.enumerated() {
        // Eight bytes of each number, so that any part can be made without what is before it.
        if place == 0 || index & 7 == 0 { word = mix(seed &+ UInt64(index >> 3)) }
        buffer[place] =
          index < head.count ? head[index] : UInt8(truncatingIfNeeded: word >> ((index & 7) << 3))
      }
      count = range.count
    }
  }

  private static func head(_ total: Int) -> [UInt8] {
    let type: [UInt8] = [0, 0, 0, 24] + Array("ftypisom".utf8) + [0, 0, 2, 0] + Array("isommp41".utf8)
    let size = UInt64(total - type.count)
    return type + [0, 0, 0, 1] + Array("mdat".utf8)
      + (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
  }

  /// Stafford's thirteenth mixing function.
  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
