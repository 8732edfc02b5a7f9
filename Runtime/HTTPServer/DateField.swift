internal import Glibc

/// The value of the `date` field (RFC 9110 §5.6.7), made once a second.
struct DateField {
  private var second = -1
  private var text = ""

  mutating func now() -> String {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &now)
    guard now.tv_sec != second else { return text }
    second = now.tv_sec
    var parts = tm()
    gmtime_r(&now.tv_sec, &parts)
    // The program never sets a locale: names of days and months are English.
    text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      let count = strftime(buffer.baseAddress, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
      return String(decoding: UnsafeRawBufferPointer(buffer).prefix(count), as: UTF8.self)
    }
    return text
  }
}
