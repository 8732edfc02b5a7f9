/// Files that people take for pictures and films that we take, or that come in place of them: named as what they are,
/// with what to do.
enum ForeignFile {
  static let heic = """
    This is a HEIC photo, as iPhones take them. Save it as JPEG and upload that: Preview and Photos export it, and Settings, \
    Camera, Formats, Most Compatible makes the iPhone take JPEG.
    """
  static let avif = "This is an AVIF picture. Save it as JPEG or PNG, and upload that."

  /// By the brands of a file type box (ISO/IEC 23008-12, annex B; AV1 Image File Format, 3 and 4), the major one first. A film
  /// may name them as compatible; then it has another major one.
  static func still(_ brands: [String]) -> String? {
    guard let major = brands.first, ["mif1", "msf1", "miaf"].contains(major) || isStill(major) else {
      return nil
    }
    return brands.contains { $0.hasPrefix("avi") } ? avif : heic
  }

  private static func isStill(_ brand: String) -> Bool {
    ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "avif", "avis", "avio"].contains(brand)
  }

  /// By its first bytes (https://www.garykessler.net/library/file_sigs.html); nil for what has no name here.
  static func sentence(_ head: [UInt8]) -> String? {
    names.first { name in
      let (offset, magic, _, _) = name
      return head.dropFirst(offset).starts(with: magic)
    }.map { "This is \($0.what). \($0.remedy)" }
  }

  private static let picture = "Save it as JPEG or PNG, and upload that."
  private static let film = "Export it as MP4 with H.264, and upload that."
  private static let nothing = "Upload a picture or a film."

  private static let names: [(offset: Int, magic: [UInt8], what: String, remedy: String)] = [
    (0, Array("II*\0".utf8), "a TIFF picture, or the raw file of a camera", picture),
    (0, Array("MM\0*".utf8), "a TIFF picture, or the raw file of a camera", picture),
    (0, Array("8BPS".utf8), "a file of Photoshop", picture),
    (0, [0xFF, 0x0A], "a JPEG XL picture", picture),
    (4, Array("JXL ".utf8), "a JPEG XL picture", picture),
    (4, Array("jP  ".utf8), "a JPEG 2000 picture", picture),
    (0, Array("BM".utf8), "a BMP picture", picture),
    (0, [0x1A, 0x45, 0xDF, 0xA3], "a WebM or Matroska film", film),
    (8, Array("AVI ".utf8), "an AVI film", film),
    (0, [0x30, 0x26, 0xB2, 0x75], "a film of Windows Media", film),
    (0, Array("FLV".utf8), "a film of Flash", film),
    (0, [0x00, 0x00, 0x01, 0xBA], "an MPEG film", film),
    (0, [0x47, 0x40], "an MPEG transport stream", film),
    (0, Array("%PDF".utf8), "a PDF", picture),
    (0, Array("<svg".utf8), "an SVG drawing", picture),
    (0, Array("<?xml".utf8), "an XML file", nothing),
    (0, Array("<!DOCTYPE".utf8), "a page of the web", nothing),
    (0, Array("<html".utf8), "a page of the web", nothing),
    (0, [0x50, 0x4B, 0x03, 0x04], "a ZIP archive", "Unpack it, and upload what is in it."),
    (0, Array("ID3".utf8), "a sound file", nothing),
  ]
}
