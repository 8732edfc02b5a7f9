/// Reading what others send: webhooks, answers of platforms, ID tokens. It is theirs, and one odd value in it is no reason to
/// lose the rest.
extension JSON {
  /// Reads a value as `init(parsing:)` does, with what is odd inside of values mended first: see `JSONMender`.
  package init(outside bytes: [UInt8]) throws(JSONError) {
    var mender = JSONMender(bytes)
    try self.init(parsing: mender.mended())
  }

  /// A whole number, however it is written: `12`, `"12"`, `12.0`.
  package var number: Int64? {
    switch self {
    case .integer(let value): value
    case .string(let text): Int64(text)
    case .double(let value): Int64(exactly: value)
    case .null, .bool, .array, .object: nil
    }
  }

  /// A text, or what is written in its place as a number.
  package var outsideText: String? { string ?? integer.map(String.init) ?? double.map { "\($0)" } }
}

extension Instant {
  /// The last moment that everybody can write down.
  private static let last: Int64 = 253_402_300_799

  /// What another tells as seconds since 1970, or as milliseconds, which nobody means by less than the year 5000; never
  /// beyond what can be stored.
  package init(outside number: Int64) {
    let seconds = number > 99_999_999_999 ? number / 1000 : number
    self.init(seconds: min(max(seconds, 0), Self.last))
  }

  /// So many seconds from now, as another tells; at most a hundred years.
  package static func after(outside seconds: Int64) -> Instant {
    .now() + .seconds(min(max(seconds, 0), 100 * 365 * 86_400))
  }
}

extension String {
  /// PostgreSQL cannot store U+0000. By code points: an accent behind it does not hide it.
  package var withoutNUL: String { String(String.UnicodeScalarView(unicodeScalars.filter { $0 != "\0" })) }
}
