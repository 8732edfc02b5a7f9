internal import Core

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension AddressPolicy {
  /// Whether the host of an address may be a public one as far as its letters tell, so that whoever wrote it hears of it at
  /// once. What a name really leads to is only known, and checked, in the act of connecting.
  package static func mayBePublic(host: some StringProtocol) -> Bool {
    var host = host.lowercased()
    if host.hasPrefix("["), host.hasSuffix("]") {
      return parse(v6: String(host.dropFirst().dropLast())).map(isPublic(v6:)) ?? false
    }
    if host.hasSuffix(".") { host.removeLast() }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard host.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last else { return false }
    // A last label that is a number makes the whole an address, in any of the forms that resolvers understand.
    if number(last) != nil || last.allSatisfy(\.isNumber) {
      return parse(v4: labels).map(isPublic(v4:)) ?? false
    }
    return labels.count > 1 && !privateNames.contains { host == $0 || host.hasSuffix("." + $0) }
  }

  /// Names that are never public: RFC 6761, 6762, 8375, and what ICANN keeps free for private use.
  private static let privateNames = [
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private",
    "home.arpa",
  ]

  private static func isLabel(_ label: Substring) -> Bool {
    !label.isEmpty && label.utf8.count <= 63
      && label.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
      }
  }

  /// inet_aton(3): one to four numbers, decimal, octal or hexadecimal, of which the last fills what is left.
  private static func parse(v4 labels: [Substring]) -> UInt32? {
    let numbers = labels.compactMap(number)
    guard numbers.count == labels.count, (1...4).contains(numbers.count), let last = numbers.last else {
      return nil
    }
    let rest = 8 * (5 - numbers.count)
    guard numbers.dropLast().allSatisfy({ $0 < 256 }), last < 1 << UInt64(rest) else { return nil }
    let high = numbers.dropLast().enumerated().map { place, number in number << UInt64(24 - 8 * place) }
    return UInt32(high.reduce(last, |))
  }

  private static func number(_ label: Substring) -> UInt64? {
    if label.hasPrefix("0x") { return label.count == 2 ? 0 : UInt64(label.dropFirst(2), radix: 16) }
    return label.count > 1 && label.hasPrefix("0") ? UInt64(label, radix: 8) : UInt64(label)
  }

  private static func parse(v6 text: String) -> [UInt8]? {
    var address = in6_addr()
    guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
    return withUnsafeBytes(of: address) { Array($0) }
  }
}
