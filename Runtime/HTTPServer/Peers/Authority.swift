internal import Glibc

/// The `Host` of a request, or the authority of an origin: a name and perhaps a port (RFC 9110 §7.2).
struct Authority {
  enum Kind {
    /// `localhost`, an address of 127.0.0.0/8 or `[::1]`: no name of the DNS leads there by itself.
    case loopback
    /// Another IP address. No name, so nobody can make it lead elsewhere.
    case address
    case name
  }

  let kind: Kind
  /// Without the port, as it was sent.
  let name: ArraySlice<UInt8>

  /// Nil when the syntax is wrong: a port that is no number counts too, and so do signs that are in no name.
  init?(_ bytes: ArraySlice<UInt8>) {
    let isBracketed = bytes.first == 0x5B
    guard
      let end = isBracketed
        ? bytes.firstIndex(of: 0x5D).map({ $0 + 1 }) : bytes.firstIndex(of: ASCII.colon) ?? bytes.endIndex
    else { return nil }
    name = bytes[..<end]
    guard !name.isEmpty, Self.isPort(bytes[end...]) else { return nil }
    if isBracketed {
      guard let kind = Self.kind(ofIPv6: name.dropFirst().dropLast()) else { return nil }
      self.kind = kind
    } else {
      guard name.allSatisfy(Self.isInName) else { return nil }
      kind = Self.kind(ofName: name)
    }
  }

  /// Nothing, or a colon and 0 to 65535.
  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.isEmpty { return true }
    let digits = bytes.dropFirst()
    guard bytes.first == ASCII.colon, (1...5).contains(digits.count), digits.allSatisfy(ASCII.isDigit) else {
      return false
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 65_535
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    switch ASCII.lowercase(byte) {
    case 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  private static func kind(ofName name: ArraySlice<UInt8>) -> Kind {
    if name.map(ASCII.lowercase).elementsEqual("localhost".utf8) { return .loopback }
    let parts = name.split(separator: 0x2E, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part -> Int? in
      guard (1...3).contains(part.count), part.allSatisfy(ASCII.isDigit),
        part.count == 1 || part.first != 0x30
      else { return nil }
      return part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    guard parts.count == 4, numbers.count == 4, numbers.allSatisfy({ $0 < 256 }) else { return .name }
    return numbers[0] == 127 ? .loopback : .address
  }

  private static func kind(ofIPv6 text: ArraySlice<UInt8>) -> Kind? {
    var address = in6_addr()
    guard inet_pton(AF_INET6, String(decoding: text, as: UTF8.self), &address) == 1 else { return nil }
    let bytes = withUnsafeBytes(of: address) { Array($0) }
    let isLoopback = bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    return isLoopback ? .loopback : .address
  }
}
