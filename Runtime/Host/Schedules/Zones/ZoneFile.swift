internal import Glibc

/// A zone of `/usr/share/zoneinfo` in the format TZif, version 2 or later (RFC 8536).
struct ZoneFile {
  private static let directory = "/usr/share/zoneinfo"
  private static let headerBytes = 44
  /// How far the rule in the footer is followed: cron expressions end there.
  private static let lastYear: Int64 = 2200

  let firstOffset: Int64
  let transitions: [TimeZone.Transition]

  /// nil when there is no such zone. What lies beside the zones of the IANA database is none: the same with leap seconds,
  /// which are 27 seconds off, the machine's own, and one that says that there is none.
  init?(_ name: String) {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.contains(".."), !name.hasPrefix("posix/"),
      !name.hasPrefix("right/"), !["localtime", "posixrules", "Factory"].contains(name),
      let bytes = Self.read("\(Self.directory)/\(name)")
    else { return nil }
    self.init(bytes)
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = fread(&bytes, 1, bytes.count, file)
    return count > 0 ? Array(bytes[..<count]) : nil
  }

  /// Reads the 64 bit block, which follows a 32 bit one for old readers, and the footer after it.
  private init?(_ bytes: [UInt8]) {
    func number(_ offset: Int, _ width: Int) -> Int64 {
      let value = bytes[offset..<offset + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }
    func counts(_ header: Int) -> [Int] { (0..<6).map { Int(number(header + 20 + 4 * $0, 4)) } }
    guard bytes.count > 2 * Self.headerBytes, bytes.starts(with: Array("TZif".utf8)), bytes[4] >= 0x32
    else { return nil }
    let old = counts(0)
    guard old.allSatisfy({ $0 >= 0 }) else { return nil }
    // Universal indicators, standard indicators, leap seconds, times, types, designation bytes.
    let second = Self.headerBytes + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
    guard bytes.count > second + Self.headerBytes else { return nil }
    let new = counts(second)
    let (times, types) = (new[3], new[4])
    let start = second + Self.headerBytes
    let typeStart = start + times * 9
    let footer = typeStart + types * 6 + new[5] + new[2] * 12 + new[1] + new[0]
    guard new.allSatisfy({ $0 >= 0 }), types > 0, bytes.count > footer,
      bytes[(start + times * 8)..<typeStart].allSatisfy({ Int($0) < types })
    else { return nil }
    func offset(ofType type: Int) -> Int64 { number(typeStart + type * 6, 4) }
    let listed = (0..<times).map { index in
      TimeZone.Transition(
        from: number(start + index * 8, 8), offset: offset(ofType: Int(bytes[start + times * 8 + index])))
    }
    firstOffset = offset(ofType: 0)
    transitions = listed + Self.followed(bytes[footer...], after: listed.last?.from)
  }

  /// The transitions that the rule in the footer makes after those that are listed.
  private static func followed(_ footer: ArraySlice<UInt8>, after last: Int64?) -> [TimeZone.Transition] {
    let text = String(decoding: footer.drop { $0 == 0x0A }.prefix { $0 != 0x0A }, as: UTF8.self)
    guard let rule = ZoneRule(text) else { return [] }
    let from = last ?? Int64.min
    // A year of 365.2425 days.
    let firstYear = max(1970, 1970 + from / 31_556_952 - 1)
    guard firstYear <= lastYear else { return [] }
    return (firstYear...lastYear).flatMap { rule.transitions(in: $0) }.filter { $0.from > from }
  }
}
