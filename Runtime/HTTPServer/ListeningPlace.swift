internal import NIOCore
internal import NIOPosix

/// Where a server listens: at an address that it binds, or on a socket that it is given and closes.
enum ListeningPlace {
  case address(String, Int)
  case socket(Int32)

  func bind(_ bootstrap: ServerBootstrap) -> EventLoopFuture<any Channel> {
    switch self {
    case .address(let host, let port): bootstrap.bind(host: host, port: port)
    case .socket(let descriptor): bootstrap.withBoundSocket(descriptor)
    }
  }
}
