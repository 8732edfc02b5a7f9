/// What a platform sees of an MP4 or QuickTime film (ISO/IEC 14496-12, -14 and -15).
struct SeenFilm {
  private(set) var isQuickTime = false
  private(set) var isWhole = true
  private(set) var beginsWithDescription = false
  private(set) var width = 0
  private(set) var height = 0
  private(set) var seconds = 0.0
  private(set) var picturesPerSecond: Double?
  /// Four letters of its pictures and of its sound.
  private(set) var pictures = ""
  private(set) var sound: String?
  private(set) var channels = 0
  private(set) var samplesPerSecond = 0
  /// 1: 4:2:0, 2: 4:2:2, 3: 4:4:4; nil when the coding does not tell it here.
  private(set) var chroma: Int?
  private(set) var bits = 8
  private(set) var isInterlaced = false

  /// Nil without a description that has pictures.
  init?(_ bytes: [UInt8]) {
    guard bytes.dropFirst(4).starts(with: "ftyp".utf8) else { return nil }
    isQuickTime = bytes.dropFirst(8).starts(with: "qt".utf8)
    var description: [UInt8]?
    var hasData = false
    var offset = 0
    while offset + 8 <= bytes.count {
      let name = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
      let short = SeenMedia.big(bytes, offset, 4)
      let size = short == 1 ? SeenMedia.big(bytes, offset + 8, 8) : short == 0 ? bytes.count - offset : short
      guard size >= 8, size <= bytes.count - offset else {
        isWhole = false
        break
      }
      if name == "mdat" { hasData = true }
      if name == "moov" {
        description = Array(bytes[offset + 8..<offset + size])
        beginsWithDescription = !hasData
      }
      offset += size
    }
    guard let description else { return nil }
    read(description)
    guard width > 0 else { return nil }
  }

  private mutating func read(_ description: [UInt8]) {
    let movie = SeenBoxes(description)
    if let header = movie["mvhd"] {
      let isLong = header.first == 1
      let scale = Double(SeenMedia.big(header, isLong ? 20 : 12, 4))
      let length = Double(SeenMedia.big(header, isLong ? 24 : 16, isLong ? 8 : 4))
      seconds = scale > 0 ? length / scale : 0
    }
    for track in movie.all("trak").map({ SeenBoxes($0) }) {
      guard let media = track["mdia"].map({ SeenBoxes($0) }),
        let table = media["minf"].flatMap({ SeenBoxes($0)["stbl"] }).map({ SeenBoxes($0) }),
        let entries = table["stsd"], entries.count > 24
      else { continue }
      let name = String(decoding: entries[12..<16], as: UTF8.self)
      switch media["hdlr"].map({ String(decoding: $0.dropFirst(8).prefix(4), as: UTF8.self) }) {
      case "vide":
        readPictures(
          name, Array(entries[8...]), track["tkhd"] ?? [], media["mdhd"] ?? [], table["stts"] ?? [])
      case "soun": readSound(name, Array(entries[8...]))
      default: break
      }
    }
  }

  private mutating func readPictures(
    _ name: String, _ entry: [UInt8], _ header: [UInt8], _ times: [UInt8], _ table: [UInt8]
  ) {
    pictures = name
    let matrix = header.first == 1 ? 52 : 40
    (width, height) = (SeenMedia.big(header, matrix + 36, 2), SeenMedia.big(header, matrix + 40, 2))
    if SeenMedia.big(header, matrix, 4) == 0, SeenMedia.big(header, matrix + 4, 4) != 0 {
      swap(&width, &height)
    }
    let scale = Double(SeenMedia.big(times, times.first == 1 ? 20 : 12, 4))
    var (count, ticks) = (0.0, 0.0)
    for place in stride(from: 8, to: table.count - 7, by: 8) {
      count += Double(SeenMedia.big(table, place, 4))
      ticks += Double(SeenMedia.big(table, place, 4)) * Double(SeenMedia.big(table, place + 4, 4))
    }
    picturesPerSecond = ticks > 0 ? count * scale / ticks : nil
    let inner = SeenBoxes(Array(entry.dropFirst(86)))
    if let record = inner["avcC"] { readH264(record) }
    if let record = inner["hvcC"], record.count > 18 {
      chroma = Int(record[16] & 3)
      bits = Int(record[17] & 7) + 8
    }
  }

  /// The first sequence parameter set (ITU-T H.264, 7.3.2.1.1).
  private mutating func readH264(_ record: [UInt8]) {
    guard record.count > 8 else { return }
    let length = SeenMedia.big(record, 6, 2)
    var set = SeenBits(Array(record.dropFirst(8).prefix(length)))
    _ = set.take(8)
    let profile = set.take(8)
    _ = set.take(16)
    _ = set.number()
    (chroma, bits) = (1, 8)
    if [100, 110, 122, 244, 44, 83, 86, 118, 128].contains(profile) {
      chroma = set.number()
      if chroma == 3 { _ = set.take(1) }
      bits = 8 + set.number()
      _ = set.number()
      _ = set.take(1)
      // Own matrices are rare, and long: what comes behind them is not read.
      guard set.take(1) == 0 else { return }
    }
    _ = set.number()
    switch set.number() {
    case 0: _ = set.number()
    case 1:
      _ = set.take(1)
      for _ in 0..<2 { _ = set.number() }
      for _ in 0..<min(255, set.number()) { _ = set.number() }
    default: break
    }
    _ = set.number()
    _ = set.take(1)
    for _ in 0..<2 { _ = set.number() }
    isInterlaced = set.take(1) == 0
  }

  private mutating func readSound(_ name: String, _ entry: [UInt8]) {
    sound = name
    channels = SeenMedia.big(entry, 24, 2)
    samplesPerSecond = SeenMedia.big(entry, 32, 2)
    // AAC says it better in its own words: object type, index of the rate, channels (ISO/IEC 14496-3, 1.6.2.1).
    guard let place = SeenMedia.place(of: Array("esds".utf8), in: entry) else { return }
    let words = Array(entry[place...])
    guard let mark = SeenMedia.place(of: [0x05, 0x80, 0x80, 0x80], in: words).map({ $0 + 4 }),
      mark + 3 <= words.count
    else { return }
    var bits = SeenBits(Array(words[(mark + 1)...]))
    _ = bits.take(5)
    let rates = [
      96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
    ]
    let index = bits.take(4)
    if rates.indices.contains(index) { samplesPerSecond = rates[index] }
    channels = bits.take(4)
  }
}

/// The boxes within a box, the first of each name.
struct SeenBoxes {
  private var boxes: [(name: String, content: [UInt8])] = []

  init(_ bytes: [UInt8]) {
    var offset = 0
    while offset + 8 <= bytes.count {
      let size = SeenMedia.big(bytes, offset, 4)
      guard size >= 8, offset + size <= bytes.count else { return }
      boxes.append(
        (
          String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self),
          Array(bytes[offset + 8..<offset + size])
        ))
      offset += size
    }
  }

  subscript(_ name: String) -> [UInt8]? { boxes.first { $0.name == name }?.content }

  func all(_ name: String) -> [[UInt8]] { boxes.filter { $0.name == name }.map(\.content) }
}

/// Bits, the highest first, and Exp-Golomb numbers (ITU-T H.264, 9.1), without the bytes that prevent false starts.
struct SeenBits {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) {
    var kept: [UInt8] = []
    for byte in bytes where !(byte == 3 && kept.suffix(2) == [0, 0]) { kept.append(byte) }
    self.bytes = kept
  }

  mutating func take(_ count: Int) -> Int {
    var value = 0
    for _ in 0..<count {
      let bit = place / 8 < bytes.count ? Int(bytes[place / 8] >> (7 - place % 8) & 1) : 0
      value = value * 2 + bit
      place += 1
    }
    return value
  }

  mutating func number() -> Int {
    var zeros = 0
    while zeros < 32, place / 8 < bytes.count, take(1) == 0 { zeros += 1 }
    return (1 << zeros) - 1 + take(zeros)
  }
}
