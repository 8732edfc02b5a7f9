/// What a platform sees of a file: read here anew, from the formats' documents, so that a mistake of who sends it is not
/// repeated by who judges it. Nil of what has no head that can be read.
struct SeenMedia {
  enum Kind: String {
    case jpeg, png, gif, webp, mp4, mov
  }

  var kind: Kind
  /// In pixels, as shown.
  var width = 0
  var height = 0
  /// Of an image.
  var pictures = 1
  /// Whether it ends where its format says.
  var isWhole = true
  /// Of a film.
  var film: SeenFilm?
  let bytes: Int

  init?(_ bytes: [UInt8]) {
    self.bytes = bytes.count
    guard !SampleVideo.isSample(bytes) else { return nil }
    guard let image = ImageFormat(of: bytes) else {
      guard let film = SeenFilm(bytes) else { return nil }
      kind = film.isQuickTime ? .mov : .mp4
      (width, height, isWhole, self.film) = (film.width, film.height, film.isWhole, film)
      return
    }
    switch image {
    case .jpeg:
      kind = .jpeg
      readJPEG(bytes)
    case .png:
      kind = .png
      readPNG(bytes)
    case .gif:
      kind = .gif
      readGIF(bytes)
    case .webp:
      kind = .webp
      readWebP(bytes)
    }
    guard width > 0, height > 0 else { return nil }
  }

  private mutating func readJPEG(_ bytes: [UInt8]) {
    guard let size = ImageFormat.jpegSize(bytes) else { return }
    (width, height) = size
    // Exif's tag 0x0112 in either order: 5 to 8 lie on their side (CIPA DC-008).
    let tags: [[UInt8]] = [[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0], [0x12, 0x01, 3, 0, 1, 0, 0, 0]]
    let head = Array(bytes.prefix(65_536))
    for tag in tags {
      guard let place = Self.place(of: tag, in: head).map({ $0 + tag.count }), place < head.count else {
        continue
      }
      if (5...8).contains(head[place]) {
        swap(&width, &height)
      }
    }
    let scan = Self.place(of: [0xFF, 0xDA], in: bytes) ?? bytes.count
    isWhole = Self.place(of: [0xFF, 0xD9], in: bytes, from: scan) != nil
  }

  private mutating func readPNG(_ bytes: [UInt8]) {
    guard bytes.count > 33 else { return }
    (width, height) = (Self.big(bytes, 16, 4), Self.big(bytes, 20, 4))
    isWhole = Self.place(of: Array("IEND".utf8), in: bytes, from: bytes.count - 12) != nil
    if let place = Self.place(of: Array("acTL".utf8), in: bytes) { pictures = Self.big(bytes, place + 4, 4) }
  }

  /// A picture's graphic control says how long it is shown; without, a GIF has one.
  private mutating func readGIF(_ bytes: [UInt8]) {
    guard bytes.count > 13 else { return }
    (width, height) = (Self.little(bytes, 6, 2), Self.little(bytes, 8, 2))
    pictures = max(1, Self.count(of: [0x21, 0xF9, 0x04], in: bytes))
    isWhole = bytes.last == 0x3B
  }

  private mutating func readWebP(_ bytes: [UInt8]) {
    guard bytes.count > 30 else { return }
    isWhole = Self.little(bytes, 4, 4) + 8 <= bytes.count
    switch String(decoding: bytes[12..<16], as: UTF8.self) {
    case "VP8X": (width, height) = (Self.little(bytes, 24, 3) + 1, Self.little(bytes, 27, 3) + 1)
    case "VP8L":
      let sides = Self.little(bytes, 21, 4)
      (width, height) = (sides % 16_384 + 1, sides / 16_384 % 16_384 + 1)
    default: (width, height) = (Self.little(bytes, 26, 2) % 16_384, Self.little(bytes, 28, 2) % 16_384)
    }
    pictures = max(1, Self.count(of: Array("ANMF".utf8), in: bytes))
  }

  /// Where these bytes stand first; nil when they do not.
  static func place(of wanted: [UInt8], in bytes: [UInt8], from start: Int = 0) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in
      var place = start
      while place + wanted.count <= buffer.count {
        if buffer[place] == wanted[0], wanted.indices.allSatisfy({ buffer[place + $0] == wanted[$0] }) {
          return place
        }
        place += 1
      }
      return nil
    }
  }

  private static func count(of wanted: [UInt8], in bytes: [UInt8]) -> Int {
    var (count, start) = (0, 0)
    while let found = place(of: wanted, in: bytes, from: start) {
      count += 1
      start = found + wanted.count
    }
    return count
  }

  static func big(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    guard offset >= 0, offset + count <= bytes.count else { return 0 }
    return bytes[offset..<offset + count].reduce(0) { $0 * 256 + Int($1) }
  }

  static func little(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    guard offset >= 0, offset + count <= bytes.count else { return 0 }
    return bytes[offset..<offset + count].reversed().reduce(0) { $0 * 256 + Int($1) }
  }
}
