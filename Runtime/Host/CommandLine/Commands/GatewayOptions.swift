internal import ArgumentParser
internal import HTTPServer

/// Options of the commands that start the gateway, or ask whether it could be started.
struct GatewayOptions: ParsableArguments {
  @Option(help: "The port of the gateway (environment: PORT).")
  var port = Environment["PORT"].flatMap { Int($0) } ?? 8080

  @Option(help: "The IP address that the gateway listens on: 0.0.0.0 for all of this machine.")
  var address = LoopbackPort.address

  @Option(help: "A PEM file with the gateway's certificate and the chain behind it: it then speaks TLS only.")
  var certificate: String?

  @Option(help: "A PEM file with the certificate's key, which nobody else may read.")
  var key: String?

  func validate() throws {
    guard (1...65_535).contains(port) else { throw ValidationError("--port must be 1 to 65535") }
    guard ListeningSocket.isAddress(address) else { throw ValidationError("--address must be an IP address") }
    guard (certificate == nil) == (key == nil) else {
      throw ValidationError("--certificate and --key belong together")
    }
  }

  /// Both paths, when the gateway speaks TLS.
  var certificateFiles: (path: String, keyPath: String)? {
    guard let certificate, let key else { return nil }
    return (LocalFile.absolute(certificate), LocalFile.absolute(key))
  }
}
