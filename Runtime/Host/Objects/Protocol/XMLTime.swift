internal import Core

/// Times as S3 writes them in XML and JSON, to the millisecond: `2026-11-21T09:30:00.000Z`.
enum XMLTime {
  static func text(_ time: Instant) -> String {
    let milliseconds = String((time.microseconds - time.seconds * 1_000_000) / 1000)
    let padded = String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
    return Instant(seconds: time.seconds).description.dropLast() + ".\(padded)Z"
  }

  static func text(milliseconds: Int64) -> String { text(Instant(microseconds: milliseconds * 1000)) }
}
