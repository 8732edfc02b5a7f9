/// What kind of image bytes are, by their signature.
enum ImageFormat {
  case jpeg, png, gif, webp

  init?(of bytes: [UInt8]) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      self = .png
    } else if bytes.starts(with: "GIF8".utf8) {
      self = .gif
    } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
      self = .webp
    } else {
      return nil
    }
  }

  /// Width and height of a JPEG in pixels, from its frame header (ITU T.81 §B.2.2); nil when there is none.
  static func jpegSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    func word(_ index: Int) -> Int { Int(bytes[index]) << 8 | Int(bytes[index + 1]) }
    var index = 2
    while index + 9 <= bytes.count, bytes[index] == 0xFF {
      switch bytes[index + 1] {
      // Every start of frame; C4, C8 and CC are tables and reserved.
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: return (word(index + 7), word(index + 5))
      case 0xFF: index += 1
      default: index += 2 + word(index + 2)
      }
    }
    return nil
  }
}
