internal import Glibc
internal import NIOCore

/// Whose end of a TCP connection is: the kernel's answer to one question on a netlink socket (`man 7 sock_diag`). Its
/// cost does not depend on how many connections the machine has, unlike a look into `/proc/net/tcp`.
package struct SocketOwner: Sendable {
  package let user: UInt32
  package let inode: UInt32

  /// Whether it is the end of a process of our own user, or of root, who could be any.
  package var isOurs: Bool { user == geteuid() || user == 0 }

  private static let netlink: Int32 = 16
  private static let socketDiagnosis: Int32 = 4
  private static let requestBytes = 72
  /// Offsets in the answer: a `nlmsghdr` of 16 bytes, then an `inet_diag_msg`.
  private static let userOffset = 16 + 64
  private static let inodeOffset = 16 + 68

  /// Of the end at `near` whose other end is at `far`; nil when there is none any more, and for anything but IPv4:
  /// what asks for an owner listens on 127.0.0.1.
  init?(of near: SocketAddress?, to far: SocketAddress?) {
    guard case .v4(let near)? = near, case .v4(let far)? = far else { return nil }
    let descriptor = socket(
      Self.netlink, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), Self.socketDiagnosis)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let request = Self.request(near.address, far.address)
    guard send(descriptor, request, request.count, 0) == request.count else { return nil }
    var answer = [UInt8](repeating: 0, count: 1024)
    let count = recv(descriptor, &answer, answer.count, 0)
    func number(at offset: Int) -> UInt32 {
      answer[offset..<(offset + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    // Of another type is the kernel's message of an error.
    guard count >= Self.inodeOffset + 4, answer[4] == 20, answer[5] == 0 else { return nil }
    user = number(at: Self.userOffset)
    inode = number(at: Self.inodeOffset)
    // Of an end that its process has closed the kernel says user 0, whoever it was.
    guard inode != 0 else { return nil }
  }

  /// `SOCK_DIAG_BY_FAMILY` for one connection of IPv4 and TCP, in any state.
  private static func request(_ near: sockaddr_in, _ far: sockaddr_in) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(requestBytes), 0, 0, 0, 20, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    bytes += [UInt8(AF_INET), UInt8(IPPROTO_TCP), 0, 0, 255, 255, 255, 255]
    // Ports and addresses are in the order of the network already.
    for end in [near, far] { withUnsafeBytes(of: end.sin_port) { bytes += $0 } }
    for end in [near, far] {
      withUnsafeBytes(of: end.sin_addr.s_addr) { bytes += $0 }
      bytes += [UInt8](repeating: 0, count: 12)
    }
    // Any interface, any cookie.
    return bytes + [0, 0, 0, 0] + [UInt8](repeating: 255, count: 8)
  }
}
