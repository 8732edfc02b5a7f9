internal import Core

/// Dates of HTTP headers (RFC 9110 §5.6.7): `Sat, 21 Nov 2026 09:30:00 GMT`.
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func text(_ time: Instant) -> String {
    let text = Array(Instant(seconds: time.seconds).description)
    let (year, day, clock) = (String(text[0..<4]), String(text[8..<10]), String(text[11..<19]))
    let month = Int(String(text[5..<7])).map { months[$0 - 1] } ?? ""
    // 1970-01-01 was a Thursday.
    let weekday = days[Int(((time.seconds / 86_400) % 7 + 7) % 7)]
    return "\(weekday), \(day) \(month) \(year) \(clock) GMT"
  }

  /// nil for what is none; the two obsolete forms are not read.
  static func instant(_ text: String) -> Instant? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
      return nil
    }
    let number = month + 1
    return Instant("\(parts[3])-\(number < 10 ? "0" : "")\(number)-\(parts[1])T\(parts[4])Z")
  }
}
