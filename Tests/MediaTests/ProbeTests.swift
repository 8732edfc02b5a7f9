internal import Core
internal import Harness
internal import MediaLibrary
internal import Platforms
internal import Testing

@Suite("What a file is, its bytes tell") struct ProbeTests {
  private func facts(_ bytes: [UInt8]) throws(ProbeError) -> Media.Facts {
    let source = ByteSource(size: Int64(bytes.count)) { range in
      Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    }
    return try FileProbe(source).facts()
  }

  /// Nil when there is nothing to complain of.
  private func complaint(about bytes: [UInt8]) -> String? {
    do throws(ProbeError) {
      _ = try facts(bytes)
      return nil
    } catch {
      return error.code
    }
  }

  private static func big(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }

  private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
    big(content.count + 8, 4) + Array(name.utf8) + content
  }

  /// The identity, or a quarter turn to the right.
  private static func matrix(turned: Bool) -> [UInt8] {
    let one = 0x10000
    let entries =
      turned ? [0, one, 0, -one, 0, 0, 0, 0, 0x4000_0000] : [one, 0, 0, 0, one, 0, 0, 0, 0x4000_0000]
    return entries.flatMap { big($0, 4) }
  }

  private static func movie(
    brand: String = "isom", seconds: Int, size: (Int, Int), turned: Bool = false, moovLast: Bool = false
  ) -> [UInt8] {
    let header = box("mvhd", big(0, 12) + big(1000, 4) + big(seconds * 1000, 4) + big(0, 80))
    let track = box(
      "tkhd", big(0, 40) + matrix(turned: turned) + big(size.0 << 16, 4) + big(size.1 << 16, 4))
    let sound = box(
      "trak", box("tkhd", big(0, 84)) + box("mdia", box("hdlr", big(0, 8) + Array("soun".utf8))))
    let pictures = box("trak", track + box("mdia", box("hdlr", big(0, 8) + Array("vide".utf8) + big(0, 12))))
    let moov = box("moov", header + sound + pictures)
    let data = box("mdat", [UInt8](repeating: 7, count: 100_000))
    let start = box("ftyp", Array(brand.utf8) + big(512, 4))
    return start + (moovLast ? data + moov : moov + data)
  }

  /// Each kind of image as ffmpeg writes it, 64 by 48 pixels.
  private static let kinds: [(String, String, [String])] = [
    ("jpg", "image/jpeg", ["-c:v", "mjpeg"]), ("png", "image/png", []), ("gif", "image/gif", []),
    ("webp", "image/webp", []), ("webp", "image/webp", ["-lossless", "1"]),
    ("webp", "image/webp", ["-vf", "format=rgba,colorchannelmixer=aa=0.5"]),
  ]

  private static func image(_ ending: String, _ more: [String], pictures: Int = 1) throws -> [UInt8] {
    try SampleMedia.make(["-f", "lavfi", "-i", "testsrc=s=64x48"] + more, ending, frames: pictures)
  }

  @Test("Images") func images() throws {
    for (ending, type, more) in Self.kinds {
      let bytes = try Self.image(ending, more)
      let expected = Media.Facts(
        contentType: type, bytes: Int64(bytes.count), width: 64, height: 48, coding: MediaCoding(pictures: 1))
      #expect(try facts(bytes) == expected, "\(ending) \(more)")
    }
  }

  @Test("Images that move, and how many pictures they have") func moving() throws {
    for (ending, format) in [("gif", "gif"), ("webp", "webp"), ("png", "apng")] {
      let bytes = try Self.image(
        ending, ["-c:v", format == "webp" ? "libwebp_anim" : format, "-f", format], pictures: 3)
      #expect(try facts(bytes).coding?.pictures == 3, "\(format)")
      #expect(try facts(bytes).isMoving)
    }
  }

  @Test("All eight ways to store a picture, by each format and either order of bytes", arguments: 1...8)
  func turns(_ tag: Int) throws {
    let size = tag > 4 ? (48, 64) : (64, 48)
    for isLittle in [false, true] {
      let exif = SampleTurns.exif(tag, isLittle: isLittle)
      for (bytes, kind) in [
        (SampleTurns.jpeg(try Self.image("jpg", ["-c:v", "mjpeg"]), exif), "jpg"),
        (SampleTurns.png(try Self.image("png", []), exif), "png"),
        (SampleTurns.webP(try Self.image("webp", []), exif, width: 64, height: 48), "webp"),
      ] {
        let facts = try facts(bytes)
        #expect((facts.width, facts.height) == size, "\(kind)")
        #expect(facts.coding?.orientation == tag, "\(kind)")
      }
    }
    let film = try facts(SampleTurns.film(Self.movie(seconds: 3, size: (64, 48)), tag, width: 64, height: 48))
    #expect((film.width, film.height) == size)
    #expect(film.coding?.orientation == tag)
  }

  @Test("What it is, is said with what to do, whatever its name says")
  func foreign() throws {
    let still = { (brands: String) in
      Self.box("ftyp", Array(brands.utf8)) + Self.box("meta", Self.big(0, 200))
    }
    let files: [([UInt8], String)] = [
      (still("heic\0\0\0\0mif1heic"), "HEIC"), (still("mif1\0\0\0\0heicmif1"), "HEIC"),
      (still("heix\0\0\0\0mif1"), "HEIC"), (still("avif\0\0\0\0mif1miaf"), "AVIF"),
      (still("mif1\0\0\0\0avifmif1"), "AVIF"), (Array("II*\0".utf8) + Self.big(0, 60), "TIFF"),
      ([0x1A, 0x45, 0xDF, 0xA3] + Self.big(0, 60), "WebM"), (Array("%PDF-1.7".utf8) + Self.big(0, 60), "PDF"),
    ]
    for (bytes, name) in files {
      do throws(ProbeError) {
        _ = try facts(bytes)
        Issue.record("\(name) was taken")
      } catch {
        #expect(error.code == "unsupported_type")
        #expect(error.detail.contains(name) && error.detail.contains("upload"), "\(error.detail)")
      }
    }
  }

  @Test("Videos, with the description before or behind the pictures, upright or turned")
  func videos() throws {
    for isLast in [false, true] {
      let facts = try facts(Self.movie(seconds: 61, size: (1920, 1080), moovLast: isLast))
      #expect(facts.contentType == "video/mp4")
      #expect((facts.width, facts.height) == (1920, 1080))
      #expect(facts.duration == .seconds(61))
    }
    let turned = try facts(Self.movie(brand: "qt  ", seconds: 3, size: (1920, 1080), turned: true))
    #expect(turned.contentType == "video/quicktime")
    #expect((turned.width, turned.height) == (1080, 1920))
  }

  @Test("Whatever is cut off is damaged, and never more is read than is there")
  func cut() {
    let whole = Self.movie(seconds: 3, size: (640, 480), moovLast: true)
    for length in [40, 500, 60_000, whole.count - 1] {
      #expect(complaint(about: Array(whole.prefix(length))) == "damaged")
    }
  }

  @Test("An image that is cut off anywhere is damaged, also if only its very end is missing") func cutImages()
    throws
  {
    for (ending, _, more) in Self.kinds {
      let whole = try Self.image(ending, more)
      var seen = 0
      for length in Array(stride(from: 40, to: whole.count, by: 7)) + (whole.count - 16..<whole.count) {
        seen += complaint(about: Array(whole.prefix(length))) == "damaged" ? 0 : 1
      }
      #expect(seen == 0, "\(ending) \(more): so many lengths were taken")
    }
  }

  @Test(
    "What is none of them is refused",
    arguments: ["", "%PDF-1.7", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "MZ", "\u{FF}\u{D8}"])
  func unknown(_ text: String) {
    #expect(complaint(about: Array(text.utf8)) == "unsupported_type")
  }

  @Test("A film that says to be longer than a day is damaged, however it writes that") func endless() {
    let long = Self.movie(seconds: 90_000, size: (640, 480))
    #expect(complaint(about: long) == "damaged")
    // Version 1: times of 64 bits, the longest there is, in seconds.
    let header = Self.box(
      "mvhd",
      [1] + Self.big(0, 19) + Self.big(1, 4) + [0] + [UInt8](repeating: 0xFF, count: 7)
        + Self.big(0, 80))
    let film = Self.box("ftyp", Array("isom".utf8) + Self.big(512, 4)) + Self.box("moov", header)
    #expect(complaint(about: film) == "damaged")
  }

  @Test("A film in a million pieces is given up after a few of them") func pieces() {
    let piece = Self.box("free", [])
    let pieces =
      Self.box("ftyp", Array("isom".utf8) + Self.big(0, 4)) + (0..<100_000).flatMap { _ in piece }
    var asked = 0
    let source = ByteSource(size: Int64(pieces.count)) { range in
      asked += 1
      return Array(pieces[Int(range.lowerBound)..<Int(range.upperBound)])
    }
    #expect(throws: ProbeError.self) { try FileProbe(source).facts() }
    #expect(asked < 3000)
  }

  @Test("Garbage never traps") func garbage() {
    var generator = SplitMix(state: 7)
    let starts: [[UInt8]] = [
      [0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Array("GIF8".utf8),
      Array("RIFFxxxxWEBP".utf8), [0, 0, 0, 16] + Array("ftypisom".utf8) + [0, 0, 0, 0],
      [0, 0, 0, 16] + Array("ftypisom".utf8) + [0, 0, 0, 0, 0, 0, 1, 0] + Array("moov".utf8),
    ]
    var outcomes = 0
    for number in 0..<3000 {
      let rest = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      _ = complaint(about: starts[number % starts.count] + rest)
      outcomes += 1
    }
    #expect(outcomes == 3000)
  }
}

/// https://prng.di.unimi.it/splitmix64.c
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
