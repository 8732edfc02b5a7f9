internal import HTTPServer

/// TCP ports of an address of this machine, 127.0.0.1 unless another is named.
enum LoopbackPort {
  static let address = "127.0.0.1"
  /// Below the ports from which the kernel takes one for each outgoing connection (32768 on, `man 7 ip`): those
  /// come and go at any moment.
  private static let quiet = 20_000..<32_768

  /// Listens on the wanted port when it is free, else on some free one. From here on nobody else can have it.
  static func choose(preferring wanted: Int?, at address: String = address) throws -> ListeningSocket {
    let candidates = (wanted.map { [$0] } ?? []) + (0..<100).map { _ in Int.random(in: quiet) } + [0]
    guard let socket = candidates.lazy.compactMap({ ListeningSocket(address, $0) }).first else {
      throw CommandFailure.system("no TCP port is free on \(address)")
    }
    return socket
  }

  /// Whether a server could be started on the port.
  static func isFree(_ port: Int, at address: String = address) -> Bool {
    ListeningSocket(address, port) != nil
  }
}
