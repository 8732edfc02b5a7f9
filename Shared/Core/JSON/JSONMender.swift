/// Rewrites JSON so that what is odd inside of single values does not make all of it unreadable.
///
/// Halves of surrogate pairs, as whoever cuts texts at a number of UTF-16 units sends them, and bytes that are no UTF-8
/// become U+FFFD; control characters are escaped; unknown escapes stand for themselves; a whole number beyond 64 bits, as ids
/// may be, becomes a text that keeps all of its digits, another number that cannot be held null; what is nested deeper than
/// anybody needs becomes null. The structure is not guessed at.
struct JSONMender {
  private static let deepest = 100
  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  private let bytes: [UInt8]
  private var offset = 0
  private var result: [UInt8] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func mended() -> [UInt8] {
    result.reserveCapacity(bytes.count)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    var depth = 0
    while let byte = peek {
      switch byte {
      case 0x22: copyString()
      case 0x5B, 0x7B:
        guard depth < Self.deepest else {
          skipContainer()
          result += Array("null".utf8)
          continue
        }
        depth += 1
        copy()
      case 0x5D, 0x7D:
        depth -= 1
        copy()
      case 0x2B, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: copyWord()
      default: copy()
      }
    }
    return result
  }

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func copy(_ count: Int = 1) {
    result += bytes[offset..<min(offset + count, bytes.count)]
    offset += count
  }

  /// With all that is in it.
  private mutating func skipContainer() {
    let kept = result.count
    var depth = 0
    repeat {
      switch peek {
      case 0x22: copyString()
      case 0x5B, 0x7B:
        depth += 1
        offset += 1
      case 0x5D, 0x7D:
        depth -= 1
        offset += 1
      default: offset += 1
      }
    } while depth > 0 && offset < bytes.count
    result.removeSubrange(kept...)
  }

  /// A number, `true`, `false`, `null`, or something that is none of them.
  private mutating func copyWord() {
    let start = offset
    while let byte = peek, Self.isOfWord(byte) { offset += 1 }
    let word = Array(bytes[start..<offset])
    let isWhole = word.drop { $0 == 0x2D }.allSatisfy { (0x30...0x39).contains($0) }
    switch try? JSON(parsing: word) {
    case .some(.double) where isWhole: result += [0x22] + word + [0x22]
    case .some: result += word
    case nil: result += isWhole ? [0x22] + word + [0x22] : Array("null".utf8)
    }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2B, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  // MARK: Strings

  private mutating func copyString() {
    copy()
    while let byte = peek {
      switch byte {
      case 0x22: return copy()
      case 0x5C: copyEscape()
      case ..<0x20:
        result += Array("\\u00".utf8) + Array(Hex.encode([byte]).utf8)
        offset += 1
      case 0x80...: copyBeyondASCII()
      default: copy()
      }
    }
  }

  private mutating func copyBeyondASCII() {
    let start = offset
    while let byte = peek, byte >= 0x80 { offset += 1 }
    result += Array(String(decoding: bytes[start..<offset], as: UTF8.self).utf8)
  }

  private mutating func copyEscape() {
    switch offset + 1 < bytes.count ? bytes[offset + 1] : nil {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: copy(2)
    case 0x75: copyUnit()
    // The backslash itself; what follows it is read next.
    default:
      result += [0x5C, 0x5C]
      offset += 1
    }
  }

  private mutating func copyUnit() {
    guard let unit = unit(at: offset) else {
      result += Self.replacement
      offset += 2
      return
    }
    switch unit {
    case 0xD800...0xDBFF:
      if let second = self.unit(at: offset + 6), (0xDC00...0xDFFF).contains(second) { return copy(12) }
    case 0xDC00...0xDFFF: break
    default: return copy(6)
    }
    result += Self.replacement
    offset += 6
  }

  /// The UTF-16 unit of an escape `\uXXXX` that begins there; nil when none does.
  private func unit(at start: Int) -> UInt16? {
    guard start + 6 <= bytes.count, bytes[start] == 0x5C, bytes[start + 1] == 0x75 else { return nil }
    let digits = bytes[(start + 2)..<(start + 6)].compactMap { Hex.value(of: $0) }
    guard digits.count == 4 else { return nil }
    return digits.reduce(UInt16(0)) { $0 << 4 | UInt16($1) }
  }
}
