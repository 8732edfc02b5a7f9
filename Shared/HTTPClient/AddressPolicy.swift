#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which addresses a transfer may connect to. The check is made on the resolved address, in the act of
/// connecting, so that a name cannot change its meaning in between (server-side request forgery).
package enum AddressPolicy: Sendable {
  /// For addresses that come from configuration.
  case any
  /// For addresses that come from people: nothing private, local or reserved.
  case publicOnly

  func allows(_ address: UnsafePointer<sockaddr>) -> Bool {
    switch self {
    case .any: true
    case .publicOnly: Self.isPublic(address)
    }
  }

  private static func isPublic(_ address: UnsafePointer<sockaddr>) -> Bool {
    switch Int32(address.pointee.sa_family) {
    case AF_INET:
      address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        isPublic(v4: UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
      }
    case AF_INET6:
      address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { v6 in
        withUnsafeBytes(of: v6.pointee.sin6_addr) { isPublic(v6: Array($0)) }
      }
    default: false
    }
  }

  /// The special-purpose blocks of the IANA registry (RFC 6890 and its successors).
  package static func isPublic(v4 address: UInt32) -> Bool {
    let reserved: [(network: UInt32, bits: UInt32)] = [
      (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
      (0xAC10_0000, 12), (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16),
      (0xC612_0000, 15), (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]
    return !reserved.contains { block in address >> (32 - block.bits) == block.network >> (32 - block.bits) }
  }

  /// 16 bytes in network order.
  package static func isPublic(v6 address: [UInt8]) -> Bool {
    let v4 = address[12..<16].reduce(0) { $0 << 8 | UInt32($1) }
    if address.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]) { return isPublic(v4: v4) }
    // 2000::/3 is all of the global unicast space there is; within it these are tunnels and documentation.
    let reserved: [[UInt8]] = [
      [0x20, 0x01, 0x00, 0x00], [0x20, 0x01, 0x0D, 0xB8], [0x20, 0x02], [0x3F, 0xFF, 0x00],
    ]
    return address[0] >> 5 == 1 && !reserved.contains { address.starts(with: $0) }
  }
}

/// socket(2), close-on-exec, as libcurl asks for it.
func openSocket(family: Int32, type: Int32, protocol number: Int32) -> Int32 {
  #if canImport(Glibc)
    socket(family, type | Int32(SOCK_CLOEXEC.rawValue), number)
  #else
    socket(family, type, number)
  #endif
}
