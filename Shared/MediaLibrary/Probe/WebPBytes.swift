/// WebP: chunks of name, length and content in a RIFF (https://developers.google.com/speed/webp/docs/riff_container).
struct WebPBytes {
  private let bytes: [UInt8]
  private var image = ImageBytes()
  private var hasPicture = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func look() throws(ProbeError) -> ImageBytes {
    guard bytes.count >= 20 else { throw .cut }
    let end = 8 + LittleEndian.read(bytes, 4, 4)
    guard end <= bytes.count else { throw .cut }
    var offset = 12
    var moving = 0
    while offset + 8 <= end {
      let length = LittleEndian.read(bytes, offset + 4, 4)
      guard offset + 8 + length <= end else { throw .cut }
      let name = String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
      if name == "ANMF" { moving += 1 } else { try read(name, offset + 8, length) }
      // Of an odd length: a byte is between.
      offset += 8 + length + length % 2
    }
    guard hasPicture || moving > 0, image.width > 0 else { throw .damaged("there is no picture in it") }
    image.pictures = max(1, moving)
    return image
  }

  private mutating func read(_ name: String, _ start: Int, _ length: Int) throws(ProbeError) {
    func number(_ offset: Int, _ count: Int) throws(ProbeError) -> Int {
      guard offset + count <= length else { throw .cut }
      return LittleEndian.read(bytes, start + offset, count)
    }
    switch name {
    case "VP8X": (image.width, image.height) = (try number(4, 3) + 1, try number(7, 3) + 1)
    case "VP8L":
      hasPicture = true
      guard image.width == 0 else { break }
      let sides = try number(1, 4)
      (image.width, image.height) = (sides & 0x3FFF + 1, sides >> 14 & 0x3FFF + 1)
    case "VP8 ":
      hasPicture = true
      guard image.width == 0 else { break }
      (image.width, image.height) = (try number(6, 2) & 0x3FFF, try number(8, 2) & 0x3FFF)
    case "EXIF": image.turn = ExifTurn.read(bytes[start..<start + length])
    default: break
    }
  }
}
