internal import Platforms
internal import Transcoding

/// What an image file tells of itself, when it is whole: every part of it is where it should be, to its end.
struct ImageBytes {
  var width = 0
  var height = 0
  var pictures = 1
  /// As the file says; `width` and `height` are as it is stored.
  var turn = Turn.none

  func facts(_ type: String, _ source: ByteSource) throws(ProbeError) -> Media.Facts {
    guard (1...65_535).contains(width), (1...65_535).contains(height) else {
      throw .damaged("it says that it is \(width) by \(height) pixels")
    }
    guard width * height <= Transcoder.mostPixels else { throw .tooManyPixels(width, height) }
    let size = turn.isSideways ? (height, width) : (width, height)
    return Media.Facts(
      contentType: type, bytes: source.size, width: size.0, height: size.1,
      coding: MediaCoding(pictures: pictures, orientation: turn.rawValue))
  }
}

extension ProbeError {
  static let cut = ProbeError.damaged("its end is missing")
}

/// Numbers as image and video files write them.
enum BigEndian {
  /// `count` bytes, at most 8, from `offset` on, which must be there.
  static func read(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
  }
}

/// As GIF and WebP write them.
enum LittleEndian {
  static func read(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
