internal import Core

/// The identifiers that a gateway gives to requests.
enum GatewayIdentifiers {
  /// As long as API Gateway's: `JKJaXmPLvHcESHA=`.
  static func requestID() -> String { Base64.encode(random(11)) }

  /// An X-Ray trace header (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html).
  static func traceID() -> String {
    let time = Instant.now().seconds
    let seconds = (0..<4).map { UInt8(truncatingIfNeeded: time >> (24 - 8 * $0)) }
    return "Root=1-\(Hex.encode(seconds))-\(Hex.encode(random(12)));Parent=\(Hex.encode(random(8)));Sampled=0"
  }

  private static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    let words = [generator.next(), generator.next() as UInt64]
    return (0..<count).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8)) }
  }
}
