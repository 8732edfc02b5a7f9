internal import Core
internal import Harness

/// Bodies that are nearly right, made of right ones; a seed decides which.
struct BodyMaker {
  /// What is wrong, for the count.
  enum Fault: String, CaseIterable {
    case truncated, altered, nested, huge, repeated, mistyped, encoded
  }

  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// Everything that is made of one body: cut at every byte, and `count` of each other kind.
  mutating func bodies(from body: JSON, count: Int) -> [(fault: Fault, bytes: [UInt8])] {
    let right = body.encoded()
    var made = right.indices.map { (fault: Fault.truncated, bytes: Array(right[..<$0])) }
    for fault in Fault.allCases where fault != .truncated {
      for _ in 0..<count { made.append((fault, make(fault, body, right))) }
    }
    return made
  }

  private mutating func make(_ fault: Fault, _ body: JSON, _ right: [UInt8]) -> [UInt8] {
    switch fault {
    case .truncated: Array(right.dropLast())
    case .altered: altered(right)
    case .nested: nested()
    case .huge: replaced(in: body) { $0.pick(Self.numbers) }
    case .repeated: repeated(body)
    case .mistyped: replaced(in: body) { $0.pick(Self.values) }
    case .encoded: encoded(right)
    }
  }

  // MARK: Kinds

  /// Some bytes changed, taken out or put in: NUL, halves of UTF-8 characters, quotes and brackets among them.
  private mutating func altered(_ right: [UInt8]) -> [UInt8] {
    var bytes = right
    for _ in 0...Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      let byte: UInt8 = pick([
        0x00, 0x0A, 0x22, 0x5C, 0x7B, 0x7D, 0x5B, 0x80, 0xBF, 0xC0, 0xE2, 0xED, 0xF5, 0xFF,
      ])
      switch Int.random(in: 0...2, using: &random) {
      case 0: bytes[place] = byte
      case 1: bytes.insert(byte, at: place)
      default: bytes.remove(at: place)
      }
    }
    return bytes
  }

  private mutating func nested() -> [UInt8] {
    let depth = pick([2, 100, 511, 512, 513, 1000, 10_000, 100_000])
    let (open, close) = pick([("[", "]"), ("{\"content\":", "}"), ("{\"\":[", "]}")])
    let isClosed = Bool.random(using: &random)
    let text =
      String(repeating: open, count: depth) + "1" + (isClosed ? String(repeating: close, count: depth) : "")
    return Array(text.utf8)
  }

  /// One member again, with another value, before and after the right one.
  private mutating func repeated(_ body: JSON) -> [UInt8] {
    let members = body.object?.members ?? []
    let name = members.isEmpty ? "a" : members[Int.random(in: members.indices, using: &random)].name
    let value = pick(Self.values)
    let inner = body.text.dropFirst().dropLast()
    return Array("{\"\(name)\":\(value),\(inner),\"\(name)\":\(pick(Self.values))}".utf8)
  }

  /// One value, at any depth, in place of which stands what `value` gives as text.
  private mutating func replaced(in body: JSON, by value: (inout BodyMaker) -> String) -> [UInt8] {
    let text = value(&self)
    let mark = "\u{1}replaced\u{1}"
    let marked = marking(body, mark).text
    let quoted = JSON.string(mark).text
    return Array(
      marked.split(separator: quoted, omittingEmptySubsequences: false).joined(separator: text).utf8)
  }

  private mutating func marking(_ value: JSON, _ mark: String) -> JSON {
    switch value {
    case .object(let object) where !object.members.isEmpty && Int.random(in: 0...4, using: &random) > 0:
      var changed = object
      let member = object.members[Int.random(in: object.members.indices, using: &random)]
      changed[member.name] = marking(member.value, mark)
      return .object(changed)
    case .array(let elements) where !elements.isEmpty && Int.random(in: 0...2, using: &random) > 0:
      var changed = elements
      let index = Int.random(in: elements.indices, using: &random)
      changed[index] = marking(elements[index], mark)
      return .array(changed)
    default: return .string(mark)
    }
  }

  /// The right text in another encoding, with a mark of the byte order or without.
  private mutating func encoded(_ right: [UInt8]) -> [UInt8] {
    let wide = String(decoding: right, as: UTF8.self).utf16
    switch Int.random(in: 0...5, using: &random) {
    case 0: return [0xFF, 0xFE] + wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case 1: return [0xFE, 0xFF] + wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case 2: return wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case 3: return [0xEF, 0xBB, 0xBF] + right
    case 4: return right.flatMap { [0, 0, 0, $0] }
    // Overlong: the same characters in two bytes each.
    default: return right.flatMap { [0xC0 | $0 >> 6, 0x80 | $0 & 0x3F] }
    }
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  // MARK: Values

  private static let numbers = [
    "1e999", "-1e999", "1e-999", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
    "1" + String(repeating: "0", count: 400), "0." + String(repeating: "3", count: 5000), "NaN", "Infinity",
    "0x10", "01", "+1", "1.", ".5", "-", "1e", "--1", "-0", "1E+2147483648",
  ]

  private static let values = [
    "null", "true", "false", "0", "-1", "1.5", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
    "\"\u{202E}\u{FEFF}\"", "\"" + String(repeating: "a", count: 20_000) + "\"", "[]", "{}", "[[]]",
    "{\"\":{}}",
    "[null]", "[{}]", "\"00000000-0000-0000-0000-000000000000\"", "\"9999-12-31T23:59:60Z\"",
    "\"+275760-09-13T00:00:00Z\"", "\"' or 1=1 --\"", "\"%00\"", "\"\\\\x00\"",
    "[" + String(repeating: "0,", count: 9999) + "0]",
  ]
}
