internal import Glibc
internal import NIOCore
internal import NIOSSL
internal import PrivateFiles
internal import Synchronization

/// The certificate of a server and its key, in PEM files. TLS 1.2 and 1.3.
package final class ServerCertificate: Sendable {
  private struct Loaded {
    var context: NIOSSLContext
    /// When the files were last written, in nanoseconds.
    var written: [Int]
  }

  private let certificatePath: String
  private let keyPath: String
  private let loaded: Mutex<Loaded>

  /// The certificate file may hold the chain behind it. The key is refused when others could read or exchange it.
  package init(certificatePath: String, keyPath: String) throws {
    self.certificatePath = certificatePath
    self.keyPath = keyPath
    loaded = Mutex(
      Loaded(
        context: try Self.load(certificatePath, keyPath), written: Self.written(certificatePath, keyPath)))
  }

  /// Takes up files that were written anew, for the connections to come. When they cannot be used all stays as it
  /// was, and the error is thrown once; the files may be half written.
  package func renew() throws {
    let written = Self.written(certificatePath, keyPath)
    let isNew = loaded.withLock { loaded in
      defer { loaded.written = written }
      return loaded.written != written
    }
    guard isNew else { return }
    let context = try Self.load(certificatePath, keyPath)
    loaded.withLock { $0.context = context }
  }

  func handler() -> NIOSSLServerHandler { NIOSSLServerHandler(context: loaded.withLock { $0.context }) }

  private static func written(_ paths: String...) -> [Int] {
    paths.map { path in
      var status = stat()
      guard stat(path, &status) == 0 else { return 0 }
      return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }
  }

  private static func load(_ certificatePath: String, _ keyPath: String) throws -> NIOSSLContext {
    let key = try NIOSSLPrivateKey(bytes: PrivateFile.readKey(keyPath), format: .pem)
    let chain = try NIOSSLCertificate.fromPEMFile(certificatePath)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    return try NIOSSLContext(configuration: configuration)
  }
}
