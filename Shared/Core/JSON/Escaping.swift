/// Writes a text as it stands between the quotation marks of a JSON string, piece by piece as room is given.
struct Escaping {
  /// The longest that one byte becomes.
  static let longestEscape = 6

  private let text: UnsafeRawBufferPointer
  private var offset = 0
  /// False when the text may have other bytes than ASCII.
  private(set) var isASCII = true

  init(_ text: UnsafeRawBufferPointer) { self.text = text }

  /// How many bytes are left to be written, before they are escaped.
  var remaining: Int { text.count &- offset }

  /// Writes what there is room for; returns the number of bytes written.
  mutating func write(to room: UnsafeMutableBufferPointer<UInt8>) -> Int {
    guard let start = room.baseAddress else { return 0 }
    var count = 0
    while true {
      let run = TextRun.copy(
        text, from: offset, to: start + count, limit: room.count &- count, isASCII: &isASCII)
      offset &+= run
      count &+= run
      guard offset < text.count, count &+ Self.longestEscape <= room.count else { return count }
      count &+= Self.write(text[offset], to: start + count)
      offset &+= 1
    }
  }

  /// A quotation mark, a backslash or a control character, escaped.
  private static func write(_ byte: UInt8, to target: UnsafeMutablePointer<UInt8>) -> Int {
    target[0] = 0x5C
    switch byte {
    case 0x22, 0x5C: target[1] = byte
    case 0x0A: target[1] = 0x6E
    case 0x0D: target[1] = 0x72
    case 0x09: target[1] = 0x74
    default:
      let digits = Hex.digits(of: byte)
      (target[1], target[2], target[3], target[4], target[5]) = (0x75, 0x30, 0x30, digits[0], digits[1])
      return longestEscape
    }
    return 2
  }
}
