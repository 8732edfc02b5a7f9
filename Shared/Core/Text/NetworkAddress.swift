#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Addresses of clients, as their text.
package enum NetworkAddress {
  /// What stands for one client when requests are counted: an IPv4 address, or the 64 bits of an IPv6 address that a
  /// provider gives to one customer (RFC 6177), since whoever has them has all addresses in them. Text that is no
  /// address stands for itself.
  package static func place(of address: String) -> String {
    guard let bytes = bytes(of: address), bytes.count == 16 else { return address }
    // An IPv4 address in IPv6's form (RFC 4291 §2.5.5.2): all of them share their first 64 bits.
    if bytes.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]) {
      return bytes[12...].map(String.init).joined(separator: ".")
    }
    return Hex.encode(bytes.prefix(8)) + "::/64"
  }

  /// Whether the text is an address, or a network in CIDR notation (RFC 4632) whose address has no bits beyond its
  /// prefix, as PostgreSQL's `cidr` asks for.
  package static func isNetwork(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let bytes = bytes(of: String(parts[0])) else { return false }
    guard parts.count == 2 else { return true }
    guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let length = Int(parts[1]), length <= bytes.count * 8
    else { return false }
    return bytes.enumerated().allSatisfy { index, byte in
      let kept = min(8, max(0, length - index * 8))
      return byte & UInt8(truncatingIfNeeded: 0xFF >> kept) == 0
    }
  }

  /// 4 or 16 bytes in network order.
  private static func bytes(of address: String) -> [UInt8]? {
    let isVersion6 = address.contains(":")
    var bytes = [UInt8](repeating: 0, count: isVersion6 ? 16 : 4)
    return inet_pton(isVersion6 ? AF_INET6 : AF_INET, address, &bytes) == 1 ? bytes : nil
  }
}
