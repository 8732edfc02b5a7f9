internal import Transcoding

/// How a picture has to be turned to stand upright: cameras store it as the sensor lies, and say so in a tag.
enum ExifTurn {
  /// The tag 0x0112 of the first directory of a TIFF (TIFF 6.0, section 2), whose numbers are written either way round. None
  /// when it does not tell. Some writers put the head of JPEG's segment before it wherever it stands.
  static func read(_ exif: some Collection<UInt8>) -> Turn {
    let head = Array("Exif\0\0".utf8)
    let tiff = Array(exif.starts(with: head) ? Array(exif.dropFirst(head.count)) : Array(exif))
    let isLittle = tiff.starts(with: "II*\0".utf8)
    guard isLittle || tiff.starts(with: "MM\0*".utf8) else { return .none }
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset + count <= tiff.count else { return nil }
      let bytes = Array(tiff[offset..<offset + count])
      return BigEndian.read(isLittle ? bytes.reversed() : bytes, 0, count)
    }
    guard let start = number(4, 4), let count = number(start, 2) else { return .none }
    for entry in 0..<count {
      let place = start + 2 + entry * 12
      guard let tag = number(place, 2) else { break }
      guard tag == 0x0112 else { continue }
      // A short by the standard; some write a long.
      let value = number(place + 2, 2) == 4 ? number(place + 8, 4) : number(place + 8, 2)
      return value.flatMap { Turn(rawValue: $0) } ?? .none
    }
    return .none
  }
}
