package import Core

/// How the pictures and the sound of a file are written, as decoding it told.
package struct MediaCoding: Sendable, Equatable {
  /// By ffmpeg's names (`ffmpeg -pix_fmts`): `yuv420p`, `yuv444p10le`, `rgb24`, …; nil when it was not decoded.
  package var pixelFormat: String?
  /// Whether the lines of a picture are of two moments.
  package var isInterlaced = false
  /// How brightness is written, by ffmpeg's names: `bt709`, `smpte2084`, …; nil when the file does not tell.
  package var transfer: String?
  /// Of its sound; nil without, and when it was not decoded.
  package var soundChannels: Int?
  /// Of its sound, samples a second.
  package var soundRate: Int?
  /// Pictures of an image; nil for videos.
  package var pictures: Int?
  /// The value of Exif's Orientation, 1 to 8, that says how it is shown: it is stored as 1 or otherwise.
  package var orientation = 1

  package init(pictures: Int? = nil, orientation: Int = 1) {
    self.pictures = pictures
    self.orientation = orientation
  }

  /// `4:2:0`, `4:2:2`, `4:4:4` and so on; nil for what is not written as brightness and two colours.
  package var chroma: String? {
    guard let name = pixelFormat else { return nil }
    if ["nv12", "nv21"].contains(name) || name.hasPrefix("p01") { return "4:2:0" }
    guard name.hasPrefix("yuv"), let digits = Self.numbers(in: name).first, (410...444).contains(digits)
    else {
      return name.hasPrefix("nv16") || name.hasPrefix("nv20") || name.hasPrefix("p21") ? "4:2:2" : nil
    }
    return "\(digits / 100):\(digits / 10 % 10):\(digits % 10)"
  }

  /// Bits of one value; nil when it was not decoded.
  package var depth: Int? {
    guard let name = pixelFormat else { return nil }
    let numbers = Self.numbers(in: name)
    if ["p0", "p2", "p4"].contains(where: { name.hasPrefix($0) }) { return numbers.last.map { $0 % 100 } }
    switch numbers.last {
    case let bits? where numbers.count > 1 || name.hasPrefix("gray") || name.hasPrefix("gbr"): return bits
    case 48, 64: return 16
    default: return 8
    }
  }

  /// Whether its brightness needs a screen of high dynamic range.
  package var isHDR: Bool { transfer == "smpte2084" || transfer == "arib-std-b67" }

  private static func numbers(in name: String) -> [Int] {
    name.split { !("0"..."9").contains($0) }.compactMap { Int($0) }
  }
}

/// As `media` and `media_variant` keep it.
extension MediaCoding {
  package init(stored json: JSON) {
    pixelFormat = json["pixel_format"]?.string
    isInterlaced = json["interlaced"]?.bool ?? false
    transfer = json["transfer"]?.string
    soundChannels = json["sound_channels"]?.integer.map { Int($0) }
    soundRate = json["sound_rate"]?.integer.map { Int($0) }
    pictures = json["pictures"]?.integer.map { Int($0) }
    orientation = Int(json["orientation"]?.integer ?? 1)
  }

  package var json: JSON {
    [
      "pixel_format": JSON(pixelFormat), "chroma": JSON(chroma), "depth": depth.map { JSON($0) } ?? .null,
      "interlaced": .bool(isInterlaced), "transfer": JSON(transfer),
      "sound_channels": soundChannels.map { JSON($0) } ?? .null,
      "sound_rate": soundRate.map { JSON($0) } ?? .null, "pictures": pictures.map { JSON($0) } ?? .null,
      "orientation": JSON(orientation),
    ]
  }
}
