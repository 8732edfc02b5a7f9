internal import ArgumentParser
internal import HTTPServer

/// Options of the commands that start the gateway, or ask whether it could be started.
struct GatewayOptions: ParsableArguments {
  @Option(help: "The port of the gateway (environment: PORT).")
  var port = Environment["PORT"].flatMap { Int($0) } ?? 8080

  @Option(help: "The IP address that the gateway listens on: 0.0.0.0 for all of this machine.")
  var address = LoopbackPort.address

  func validate() throws {
    guard (1...65_535).contains(port) else { throw ValidationError("--port must be 1 to 65535") }
    guard ListeningSocket.isAddress(address) else { throw ValidationError("--address must be an IP address") }
  }
}
