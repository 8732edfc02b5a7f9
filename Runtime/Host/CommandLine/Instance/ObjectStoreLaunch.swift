internal import HTTPServer
internal import Host
internal import HostObjects
internal import HostTemplate

/// Starts the object store of a host, when its template has buckets.
///
/// It listens on a port of its own, `OBJECTS_PORT` or one that stays the same from start to start, at the address of
/// the gateway. `OBJECTS_URL` is where browsers reach it when that is elsewhere, behind a proxy that passes the
/// `Host` header on: the addresses that functions sign begin with it.
struct ObjectStoreLaunch {
  private let configuration: HostConfiguration
  private let accountID: String
  private let lastPort: Int?

  init(_ configuration: HostConfiguration, accountID: String, lastPort: Int?) {
    self.configuration = configuration
    self.accountID = accountID
    self.lastPort = lastPort
  }

  func start(_ template: Template) throws -> (service: ObjectService, url: String)? {
    guard !template.buckets.isEmpty else { return nil }
    let wanted = try Self.wantedPort()
    let socket = try wanted == nil ? LoopbackPort.choose(preferring: lastPort, at: configuration.host) : nil
    let port = wanted ?? socket?.port ?? 0
    let url = Environment["OBJECTS_URL"]
    var settings = ObjectService.Settings(
      stateDirectory: configuration.stateDirectory, host: configuration.host, port: port,
      region: configuration.region, accountID: accountID, keys: configuration.keys(for: template))
    settings.socket = socket
    settings.hostNames = [url.flatMap(Reach.name) ?? "127.0.0.1"]
    settings.report = { Terminal.error("clientnest: \($0)") }
    do {
      let service = try ObjectService(settings, buckets: template.buckets.map { BucketDefinition($0) })
      return (service, url ?? "http://\(Self.reachable(configuration.host)):\(service.port)")
    } catch {
      throw CommandFailure(
        "the object store cannot start on port \(port): \(error)",
        remedy: "Choose another port with OBJECTS_PORT.", code: .unavailable)
    }
  }

  /// `OBJECTS_PORT`; nil when it is not set.
  static func wantedPort() throws -> Int? {
    guard let text = Environment["OBJECTS_PORT"] else { return nil }
    guard let port = Int(text), (1...65_535).contains(port) else {
      throw CommandFailure(
        "OBJECTS_PORT is no port: \(text)", remedy: "Set it to a number from 1 to 65535, or not at all.",
        code: .configuration)
    }
    return port
  }

  /// An address that stands for all of this machine is none that can be called.
  private static func reachable(_ host: String) -> String { host == "0.0.0.0" ? "127.0.0.1" : host }
}
