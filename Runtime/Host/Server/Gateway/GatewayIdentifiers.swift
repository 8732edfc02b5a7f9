internal import Core

/// The identifiers that a gateway gives to requests.
enum GatewayIdentifiers {
  /// Also the id of the invocation, unlike on AWS: what a client reads in `apigw-requestid` finds its log lines.
  static func requestID() -> String { UUID.v7().description }

  /// An X-Ray trace header (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html).
  static func traceID() -> String {
    var generator = SystemRandomNumberGenerator()
    let words: [UInt64] = [generator.next(), generator.next(), generator.next()]
    let time = hexadecimal(UInt64(Instant.now().seconds), digits: 8)
    let root = hexadecimal(words[0], digits: 16) + hexadecimal(words[1] >> 32, digits: 8)
    return "Root=1-\(time)-\(root);Parent=\(hexadecimal(words[2], digits: 16));Sampled=0"
  }

  /// The same for a trace that began elsewhere, by its W3C `traceparent`
  /// (https://www.w3.org/TR/trace-context/#traceparent-header);
  /// nil when that is not valid. X-Ray reads the first eight digits of such a trace's id as its time
  /// (https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids).
  static func traceID(continuing parent: String) -> String? {
    let parts = parent.split(separator: "-", omittingEmptySubsequences: false).map { Array($0.utf8) }
    // Later versions may have more parts, version 0 has four.
    guard parts.count >= 4, parts[0] != Array("ff".utf8), parts[0] != Array("00".utf8) || parts.count == 4,
      zip(parts, [2, 32, 16, 2]).allSatisfy({ $0.count == $1 && $0.allSatisfy(isHexadecimalDigit) }),
      parts[1].contains(where: { $0 != 0x30 }), parts[2].contains(where: { $0 != 0x30 })
    else { return nil }
    let (trace, span) = (String(decoding: parts[1], as: UTF8.self), String(decoding: parts[2], as: UTF8.self))
    // The lowest bit of the flags.
    let isSampled = [0x31, 0x33, 0x35, 0x37, 0x39, 0x62, 0x64, 0x66].contains(parts[3][1])
    return "Root=1-\(trace.prefix(8))-\(trace.dropFirst(8));Parent=\(span);Sampled=\(isSampled ? 1 : 0)"
  }

  /// In lower case, as the specification wants it.
  private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  private static func hexadecimal(_ number: UInt64, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
