internal import Transcoding

/// JPEG: segments that begin with a marker, and scans of the pictures between them (ITU-T T.81, annex B).
struct JPEGBytes {
  private let bytes: [UInt8]
  private var image = ImageBytes()
  private var hasScan = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Follows the markers to the last one. What stands behind it, a film of a phone or a second picture, is not looked at.
  mutating func look() throws(ProbeError) -> ImageBytes {
    var offset = 2
    while true {
      let marker = try marker(&offset)
      switch marker {
      case 0xD9:
        guard hasScan, image.width > 0 else { throw .damaged("there is no picture in it") }
        return image
      case 0x01, 0xD0...0xD7: continue
      default: break
      }
      guard offset + 2 <= bytes.count else { throw .cut }
      let length = BigEndian.read(bytes, offset, 2)
      guard length >= 2 else { throw .damaged("a part of it has no length") }
      guard offset + length <= bytes.count else { throw .cut }
      try read(marker, offset + 2..<offset + length)
      offset += length
      if marker == 0xDA { try skipScan(&offset) }
    }
  }

  private func marker(_ offset: inout Int) throws(ProbeError) -> UInt8 {
    guard offset < bytes.count else { throw .cut }
    guard bytes[offset] == 0xFF else { throw .damaged("its parts do not follow one another") }
    // Any number of filling bytes.
    while offset < bytes.count, bytes[offset] == 0xFF { offset += 1 }
    guard offset < bytes.count else { throw .cut }
    offset += 1
    return bytes[offset - 1]
  }

  private mutating func read(_ marker: UInt8, _ range: Range<Int>) throws(ProbeError) {
    switch marker {
    case 0xC0, 0xC1, 0xC2:
      guard range.count >= 6 else { throw .cut }
      image.height = BigEndian.read(bytes, range.lowerBound + 1, 2)
      image.width = BigEndian.read(bytes, range.lowerBound + 3, 2)
    case 0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
      throw .foreign(
        "This is a JPEG of a rare kind (lossless, or arithmetically coded), which browsers do not show.")
    case 0xE1 where bytes[range].starts(with: "Exif\0\0".utf8) && image.turn == .none:
      image.turn = ExifTurn.read(bytes[range])
    case 0xDA: hasScan = true
    default: break
    }
  }

  /// To the next marker that is not of the scan itself: a stuffed 0xFF, or the beginning of a new interval.
  private func skipScan(_ offset: inout Int) throws(ProbeError) {
    let found = bytes.withUnsafeBufferPointer { buffer -> Int? in
      var place = offset
      while place + 1 < buffer.count {
        let next = buffer[place + 1]
        if buffer[place] == 0xFF, next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) { return place }
        place += 1
      }
      return nil
    }
    guard let found else { throw .cut }
    offset = found
  }
}
