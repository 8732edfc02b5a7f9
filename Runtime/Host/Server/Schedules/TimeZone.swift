internal import Glibc

/// The offsets of an IANA time zone, read from the system's zone files (RFC 8536).
package struct TimeZone: Sendable {
  private static let directory = "/usr/share/zoneinfo"

  /// When each offset begins, in seconds since 1970, ascending.
  private let transitions: [(from: Int64, offset: Int64)]
  private let first: Int64

  package static let utc = TimeZone(transitions: [], first: 0)

  private init(transitions: [(from: Int64, offset: Int64)], first: Int64) {
    self.transitions = transitions
    self.first = first
  }

  /// nil when the system knows no such zone.
  package init?(_ name: String) {
    if name == "UTC" {
      self = .utc
      return
    }
    guard !name.hasPrefix("/"), !name.contains(".."), let bytes = Self.read("\(Self.directory)/\(name)"),
      let zone = Self.parse(bytes)
    else { return nil }
    self = zone
  }

  /// Seconds east of UTC at a time in seconds since 1970.
  func offset(at time: Int64) -> Int64 {
    transitions.last { $0.from <= time }?.offset ?? first
  }

  /// The time of a wall clock reading (seconds since 1970 as if it were UTC): the first of two when the clock is
  /// set back, nil when it is skipped.
  func time(ofWallClock wall: Int64) -> Int64? {
    for offset in [offset(at: wall - 86_400), offset(at: wall + 86_400)]
    where self.offset(at: wall - offset) == offset {
      return wall - offset
    }
    return nil
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = fread(&bytes, 1, bytes.count, file)
    return count > 0 ? Array(bytes[..<count]) : nil
  }

  /// The 64 bit block, which follows a 32 bit one for old readers. Debian's files list the changes up to 2037.
  private static func parse(_ bytes: [UInt8]) -> TimeZone? {
    let headerBytes = 44
    func number(_ offset: Int, _ width: Int) -> Int64 {
      let value = bytes[offset..<offset + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }
    func counts(_ header: Int) -> [Int] { (0..<6).map { Int(number(header + 20 + 4 * $0, 4)) } }
    guard bytes.count > 2 * headerBytes, bytes.starts(with: Array("TZif".utf8)), bytes[4] >= 0x32 else {
      return nil
    }
    let old = counts(0)
    // Universal indicators, standard indicators, leap seconds, times, types, designation bytes.
    let second = headerBytes + old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
    guard bytes.count > second + headerBytes else { return nil }
    let (times, types) = (counts(second)[3], counts(second)[4])
    let start = second + headerBytes
    let typeStart = start + times * 9
    guard types > 0, bytes.count >= typeStart + types * 6 else { return nil }
    func offset(ofType type: Int) -> Int64 { number(typeStart + type * 6, 4) }
    guard bytes[(start + times * 8)..<typeStart].allSatisfy({ Int($0) < types }) else { return nil }
    let transitions = (0..<times).map { index in
      (
        from: number(start + index * 8, 8),
        offset: offset(ofType: Int(bytes[start + times * 8 + index]))
      )
    }
    return TimeZone(transitions: transitions, first: offset(ofType: 0))
  }
}
