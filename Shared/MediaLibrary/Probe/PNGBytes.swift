/// PNG: chunks of length, name, content and checksum (https://www.w3.org/TR/png-3/#5DataRep).
struct PNGBytes {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func look() throws(ProbeError) -> ImageBytes {
    var image = ImageBytes()
    var offset = 8
    var hasPicture = false
    while true {
      guard offset + 12 <= bytes.count else { throw .cut }
      let length = BigEndian.read(bytes, offset, 4)
      let start = offset + 8
      guard start + length + 4 <= bytes.count else { throw .cut }
      switch String(decoding: bytes[offset + 4..<start], as: UTF8.self) {
      case "IHDR" where length >= 8:
        (image.width, image.height) = (BigEndian.read(bytes, start, 4), BigEndian.read(bytes, start + 4, 4))
      case "acTL" where length >= 4: image.pictures = BigEndian.read(bytes, start, 4)
      case "eXIf": image.turn = ExifTurn.read(bytes[start..<start + length])
      case "IDAT": hasPicture = true
      case "IEND":
        guard hasPicture else { throw .damaged("there is no picture in it") }
        return image
      default: break
      }
      offset = start + length + 4
    }
  }
}
