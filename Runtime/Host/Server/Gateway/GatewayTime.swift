internal import Core
internal import Glibc

/// When a request came, as events say it.
struct GatewayTime {
  let milliseconds: Int64
  /// `12/Mar/2026:19:03:58 +0000`.
  let text: String
}

/// Tells the time; its text is made once a second.
struct GatewayClock {
  private var second: Int64 = -1
  private var text = ""

  mutating func now() -> GatewayTime {
    let now = Instant.now()
    if now.seconds != second {
      second = now.seconds
      text = Self.text(second)
    }
    return GatewayTime(milliseconds: now.microseconds / 1000, text: text)
  }

  private static func text(_ second: Int64) -> String {
    var time = time_t(second)
    var parts = tm()
    gmtime_r(&time, &parts)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      let count = strftime(buffer.baseAddress, buffer.count, "%d/%b/%Y:%H:%M:%S +0000", &parts)
      return String(decoding: UnsafeRawBufferPointer(buffer).prefix(count), as: UTF8.self)
    }
  }
}
