/// GIF: a screen, then blocks to its end (GIF89a, https://www.w3.org/Graphics/GIF/spec-gif89a.txt).
struct GIFBytes {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func look() throws(ProbeError) -> ImageBytes {
    guard bytes.count >= 13 else { throw .cut }
    var image = ImageBytes(
      width: LittleEndian.read(bytes, 6, 2), height: LittleEndian.read(bytes, 8, 2), pictures: 0)
    var offset = 13 + Self.colours(bytes[10])
    while true {
      guard offset < bytes.count else { throw .cut }
      switch bytes[offset] {
      case 0x3B:
        guard image.pictures > 0 else { throw .damaged("there is no picture in it") }
        return image
      case 0x21: offset = try end(ofBlocksAt: offset + 2)
      case 0x2C:
        guard offset + 10 < bytes.count else { throw .cut }
        image.pictures += 1
        // Behind the colours of its own stands the size of its codes.
        offset = try end(ofBlocksAt: offset + 10 + Self.colours(bytes[offset + 9]) + 1)
      default: throw .damaged("its parts do not follow one another")
      }
    }
  }

  /// Bytes of the table of colours that these flags tell of.
  private static func colours(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }

  /// Blocks that begin with their length; one of none ends them.
  private func end(ofBlocksAt start: Int) throws(ProbeError) -> Int {
    var offset = start
    while offset < bytes.count {
      if bytes[offset] == 0 { return offset + 1 }
      offset += Int(bytes[offset]) + 1
    }
    throw .cut
  }
}
