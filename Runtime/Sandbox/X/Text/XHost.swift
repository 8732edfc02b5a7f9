/// Names of hosts as they are looked up: each label in ASCII, of 1 to 63 characters (RFC 3490, RFC 3492).
enum XHost {
  /// nil when it cannot be looked up.
  static func encodedLength(_ host: ArraySlice<UInt32>) -> Int? {
    let isEncoded = host.starts(with: "xn--".unicodeScalars.map(\.value))
    if isEncoded, !host.indices.contains(where: { XLinks.latinHost.match(host, at: $0) != nil }) {
      return nil
    }
    // RFC 3490, section 3.1: these four are dots.
    let labels = host.split(omittingEmptySubsequences: false) { [0x2E, 0x3002, 0xFF0E, 0xFF61].contains($0) }
    var total = labels.count - 1
    for label in labels {
      guard label.count < 64 else { return nil }
      let encoded = label.allSatisfy { $0 < 0x80 } ? label.count : "xn--".count + encode(Array(label)).count
      guard (1...63).contains(encoded) else { return nil }
      total += encoded
    }
    return total
  }

  /// RFC 3492, section 6.3.
  private static func encode(_ input: [UInt32]) -> [UInt8] {
    var output = input.filter { $0 < 0x80 }.map { UInt8($0) }
    let basic = output.count
    if basic > 0 { output.append(UInt8(ascii: "-")) }
    var bias: UInt32 = 72
    var delta: UInt32 = 0
    var done = UInt32(basic)
    var n: UInt32 = 0x80
    for m in Set(input.filter { $0 >= 0x80 }).sorted() {
      delta += (m - n) * (done + 1)
      n = m
      for c in input {
        if c < n { delta += 1 }
        guard c == n else { continue }
        output += variableLength(delta, bias)
        bias = adapted(delta, done + 1, done == UInt32(basic))
        delta = 0
        done += 1
      }
      delta += 1
      n += 1
    }
    return output
  }

  private static func variableLength(_ number: UInt32, _ bias: UInt32) -> [UInt8] {
    var q = number
    var output: [UInt8] = []
    for k in stride(from: UInt32(36), to: .max, by: 36) {
      let t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
      if q < t { break }
      output.append(digit(t + (q - t) % (36 - t)))
      q = (q - t) / (36 - t)
    }
    return output + [digit(q)]
  }

  private static func digit(_ value: UInt32) -> UInt8 { UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30) }

  private static func adapted(_ delta: UInt32, _ points: UInt32, _ isFirst: Bool) -> UInt32 {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / points
    var k: UInt32 = 0
    while delta > 455 {
      delta /= 35
      k += 36
    }
    return k + 36 * delta / (delta + 38)
  }
}
