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

  private static func hexadecimal(_ number: UInt64, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
