internal import Platforms

/// MP4 and QuickTime: boxes of length, name and content, nested (ISO/IEC 14496-12, 4.2).
///
/// Only the heads of boxes and the description `moov` are read, be it before the pictures or behind them.
struct MovieProbe {
  /// A description of more than this is no film of ours.
  private static let maxDescription = 32 << 20
  /// A day, in seconds. What says to be longer is wrong, or no film of ours.
  private static let longest = 86_400.0

  private let source: ByteSource

  init(_ source: ByteSource) { self.source = source }

  func facts() throws(ProbeError) -> Media.Facts {
    let brand = try source.bytes(at: 8, 4)
    let (movie, isFirst) = try description()
    guard let header = movie.first("mvhd"), let (scale, length) = Self.times(header), scale > 0 else {
      throw .damaged("it does not tell its length")
    }
    let tracks = movie.all("trak")
    guard let pictures = tracks.first(where: { Self.size($0) != nil }), let size = Self.size(pictures) else {
      throw .damaged("there are no pictures in it")
    }
    let seconds = Double(length) / Double(scale)
    guard seconds <= Self.longest else { throw .damaged("it says to be longer than a day") }
    let milliseconds = Int64(seconds * 1000)
    return Media.Facts(
      contentType: brand == Array("qt  ".utf8) ? "video/quicktime" : "video/mp4", bytes: source.size,
      width: size.width, height: size.height, duration: .milliseconds(milliseconds),
      video: Media.VideoFacts(
        codec: TrackCoding(pictures).codec,
        soundCodec: tracks.lazy.compactMap { TrackCoding(sound: $0) }.first?.codec,
        frameRate: TrackCoding(pictures).samplesPerSecond, hasFastStart: isFirst))
  }

  /// The content of the box `moov`, found by hopping over the others, and whether it stands before the pictures.
  private func description() throws(ProbeError) -> (Boxes, isFirst: Bool) {
    var offset: Int64 = 0
    var isFirst = true
    while offset < source.size {
      let head = try source.bytes(at: offset, 16)
      guard head.count >= 8 else { break }
      let long = BigEndian.read(head, 0, 4) == 1
      guard !long || head.count == 16, !long || head[8] == 0 else { break }
      let size = long ? Int64(BigEndian.read(head, 8, 8)) : Int64(BigEndian.read(head, 0, 4))
      let inner: Int64 = long ? 16 : 8
      // Zero: up to the end of the file.
      let end = size == 0 ? source.size : offset + size
      guard end >= offset + inner, end <= source.size else { throw .damaged("it ends too early") }
      if Array(head[4..<8]) == Array("moov".utf8) {
        guard end - offset <= Self.maxDescription else { throw .damaged("its description is too long") }
        return (Boxes(try source.bytes(at: offset + inner, Int(end - offset - inner))), isFirst)
      }
      if Array(head[4..<8]) == Array("mdat".utf8) { isFirst = false }
      offset = end
    }
    throw .damaged("it has no description (moov)")
  }

  /// Time scale and length of a `mvhd` box; version 1 has 64-bit times.
  private static func times(_ header: [UInt8]) -> (scale: Int, length: Int)? {
    guard let version = header.first else { return nil }
    let (scale, width) = version == 1 ? (20, 8) : (12, 4)
    guard header.count >= scale + 4 + width, width == 4 || header[scale + 4] == 0 else { return nil }
    return (BigEndian.read(header, scale, 4), BigEndian.read(header, scale + 4, width))
  }

  /// Width and height of a track with pictures, as shown: a quarter turn swaps them.
  private static func size(_ track: [UInt8]) -> (width: Int, height: Int)? {
    let boxes = Boxes(track)
    guard let header = boxes.first("tkhd"), let version = header.first,
      let media = boxes.first("mdia"), let handler = Boxes(media).first("hdlr"),
      handler.count >= 12, Array(handler[8..<12]) == Array("vide".utf8)
    else { return nil }
    let matrix = version == 1 ? 52 : 40
    guard header.count >= matrix + 44 else { return nil }
    // 16.16 fixed point; a of the matrix is zero for a quarter turn.
    let width = BigEndian.read(header, matrix + 36, 4) >> 16
    let height = BigEndian.read(header, matrix + 40, 4) >> 16
    guard width > 0, height > 0 else { return nil }
    let isTurned = BigEndian.read(header, matrix, 4) == 0
    return isTurned ? (height, width) : (width, height)
  }
}

/// The boxes within one box.
struct Boxes {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func first(_ name: String) -> [UInt8]? { all(name).first }

  /// The contents of the boxes of this name. What is garbled ends the list.
  func all(_ name: String) -> [[UInt8]] {
    let wanted = Array(name.utf8)
    var found: [[UInt8]] = []
    var offset = 0
    while offset + 8 <= bytes.count {
      let size = BigEndian.read(bytes, offset, 4)
      guard size >= 8, offset + size <= bytes.count else { break }
      if Array(bytes[offset + 4..<offset + 8]) == wanted {
        found.append(Array(bytes[offset + 8..<offset + size]))
      }
      offset += size
    }
    return found
  }
}
