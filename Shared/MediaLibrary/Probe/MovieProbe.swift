internal import Platforms
internal import Transcoding

/// MP4 and QuickTime: boxes of length, name and content, nested (ISO/IEC 14496-12, 4.2).
///
/// Only the heads of boxes and the description `moov` are read, be it before the pictures or behind them.
struct MovieProbe {
  /// A description of more than this is no film of ours.
  private static let maxDescription = 32 << 20
  /// Boxes beside each other. A film in fragments has two for every few seconds; each is asked for at the store.
  private static let maxBoxes = 2000
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
        frameRate: TrackCoding(pictures).samplesPerSecond, hasFastStart: isFirst),
      coding: MediaCoding(orientation: Self.turn(pictures).rawValue))
  }

  /// The content of the box `moov`, found by hopping over the others, and whether it stands before the pictures. All boxes
  /// have to be there to their ends; what comes behind pictures and description and is no box is nobody's.
  private func description() throws(ProbeError) -> (Boxes, isFirst: Bool) {
    var offset: Int64 = 0
    var (hasPictures, isFirst) = (false, false)
    var description: Boxes?
    var count = 0
    while offset < source.size {
      count += 1
      guard count <= Self.maxBoxes else { throw .damaged("it is in too many pieces") }
      guard let box = try box(at: offset) else { break }
      let isThere = box.end >= box.inner && box.end <= source.size
      guard isThere || description == nil || !hasPictures || box.isKnown else { break }
      guard isThere else { throw .cut }
      if box.name == "moov" {
        guard box.end - offset <= Self.maxDescription else { throw .damaged("its description is too long") }
        description = Boxes(try source.bytes(at: box.inner, Int(box.end - box.inner)))
        isFirst = !hasPictures
      }
      if box.name == "mdat" { hasPictures = true }
      offset = box.end
    }
    guard let description else { throw .damaged("it has no description (moov)") }
    return (description, isFirst)
  }

  private struct Box {
    let name: String
    /// Where its content begins and ends.
    let inner: Int64
    let end: Int64

    var isKnown: Bool { ["moov", "mdat", "moof"].contains(name) }
  }

  /// Nil when there is none.
  private func box(at offset: Int64) throws(ProbeError) -> Box? {
    let head = try source.bytes(at: offset, 16)
    guard head.count >= 8 else { return nil }
    let long = BigEndian.read(head, 0, 4) == 1
    guard !long || head.count == 16 && head[8] == 0 else { return nil }
    let size = long ? Int64(BigEndian.read(head, 8, 8)) : Int64(BigEndian.read(head, 0, 4))
    let inner = offset + (long ? 16 : 8)
    // Zero: up to the end of the file.
    let end = size == 0 ? source.size : offset + size
    return Box(name: String(decoding: head[4..<8], as: UTF8.self), inner: inner, end: end)
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
    guard let media = boxes.first("mdia"), let handler = Boxes(media).first("hdlr"),
      handler.count >= 12, Array(handler[8..<12]) == Array("vide".utf8), let (header, place) = matrix(track)
    else { return nil }
    // 16.16 fixed point.
    let width = BigEndian.read(header, place + 36, 4) >> 16
    let height = BigEndian.read(header, place + 40, 4) >> 16
    guard width > 0, height > 0 else { return nil }
    return turn(track).isSideways ? (height, width) : (width, height)
  }

  /// The header of a track, and where in it the matrix stands that says how its pictures are shown.
  private static func matrix(_ track: [UInt8]) -> (header: [UInt8], offset: Int)? {
    guard let header = Boxes(track).first("tkhd"), let version = header.first else { return nil }
    let offset = version == 1 ? 52 : 40
    return header.count >= offset + 44 ? (header, offset) : nil
  }

  /// By a, b, c and d of the matrix, of which two are zero: where the stored x and y point to (ISO/IEC 14496-12, 6.2.2).
  private static func turn(_ track: [UInt8]) -> Turn {
    guard let (header, offset) = matrix(track) else { return .none }
    func sign(_ place: Int) -> Int {
      let value = BigEndian.read(header, offset + place, 4)
      return value == 0 ? 0 : value < 1 << 31 ? 1 : -1
    }
    switch (sign(0), sign(4), sign(12), sign(16)) {
    case (-1, 0, 0, 1): return .mirrored
    case (-1, 0, 0, -1): return .half
    case (1, 0, 0, -1): return .flipped
    case (0, 1, 1, 0): return .transposed
    case (0, 1, -1, 0): return .right
    case (0, -1, -1, 0): return .transversed
    case (0, -1, 1, 0): return .left
    default: return .none
    }
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
