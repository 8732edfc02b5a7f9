package import Platforms
internal import Transcoding

/// Tells type, size and length of a file by its bytes, whatever its name says.
package struct FileProbe {
  private let source: ByteSource

  package init(_ source: ByteSource) { self.source = source }

  package func facts() throws(ProbeError) -> Media.Facts {
    let head = try source.bytes(at: 0, 32)
    if head.starts(with: [0xFF, 0xD8, 0xFF]) {
      let size = try jpegSize()
      let isSideways = try JPEGTurn(source).turn().isSideways
      return image("image/jpeg", isSideways ? (size.height, size.width) : size)
    }
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      return image("image/png", try size(head, 16, 20, bytes: 4))
    }
    if head.starts(with: "GIF8".utf8) { return image("image/gif", try littleSize(head, 6, 8)) }
    if head.starts(with: "RIFF".utf8), head.dropFirst(8).starts(with: "WEBP".utf8) {
      return image("image/webp", try webPSize(head))
    }
    if head.dropFirst(4).starts(with: "ftyp".utf8) { return try MovieProbe(source).facts() }
    throw .unknownType
  }

  private func image(_ type: String, _ size: (width: Int, height: Int)) -> Media.Facts {
    Media.Facts(contentType: type, bytes: source.size, width: size.width, height: size.height)
  }

  private func size(_ bytes: [UInt8], _ x: Int, _ y: Int, bytes count: Int) throws(ProbeError) -> (
    width: Int, height: Int
  ) {
    guard bytes.count >= max(x, y) + count else { throw .damaged("it ends too early") }
    return try checked(BigEndian.read(bytes, x, count), BigEndian.read(bytes, y, count))
  }

  private func littleSize(_ bytes: [UInt8], _ x: Int, _ y: Int) throws(ProbeError) -> (
    width: Int, height: Int
  ) {
    guard bytes.count >= max(x, y) + 2 else { throw .damaged("it ends too early") }
    return try checked(Int(bytes[x]) | Int(bytes[x + 1]) << 8, Int(bytes[y]) | Int(bytes[y + 1]) << 8)
  }

  private func checked(_ width: Int, _ height: Int) throws(ProbeError) -> (width: Int, height: Int) {
    guard (1...65_535).contains(width), (1...65_535).contains(height) else {
      throw .damaged("it says that it is \(width) by \(height) pixels")
    }
    return (width, height)
  }

  /// The size stands in the start-of-frame segment, behind any number of others (ITU-T T.81, annex B).
  private func jpegSize() throws(ProbeError) -> (width: Int, height: Int) {
    var offset: Int64 = 2
    for _ in 0..<1000 {
      let segment = try source.bytes(at: offset, 9)
      guard segment.count >= 4, segment[0] == 0xFF else { break }
      let marker = segment[1]
      // Filling bytes before a marker.
      if marker == 0xFF {
        offset += 1
        continue
      }
      let isFrame = (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
      if isFrame {
        let found = try size(segment, 7, 5, bytes: 2)
        return found
      }
      offset += 2 + Int64(BigEndian.read(segment, 2, 2))
    }
    throw .damaged("no size was found in it")
  }

  /// https://developers.google.com/speed/webp/docs/riff_container
  private func webPSize(_ head: [UInt8]) throws(ProbeError) -> (width: Int, height: Int) {
    guard head.count >= 30 else { throw .damaged("it ends too early") }
    func little(_ at: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(head[at + $1]) << (8 * $1) }
    }
    switch String(decoding: head[12..<16], as: UTF8.self) {
    case "VP8X": return try checked(little(24, 3) + 1, little(27, 3) + 1)
    case "VP8L": return try checked(little(21, 4) & 0x3FFF + 1, (little(21, 4) >> 14) & 0x3FFF + 1)
    case "VP8 ": return try checked(little(26, 2) & 0x3FFF, little(28, 2) & 0x3FFF)
    default: throw .damaged("its first chunk is unknown")
    }
  }
}

/// Numbers as image and video files write them.
enum BigEndian {
  /// `count` bytes, at most 8, from `offset` on, which must be there.
  static func read(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
  }
}
