internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import HostObjects
internal import HostQueues
internal import HostSigning
internal import HostTemplate

/// A host in this process that runs the functions of a template, with a state directory of its own.
final class RunningHost: Sendable {
  let host: Host
  let queues: QueueService
  /// nil when the template has no bucket.
  private let objects: ObjectService?
  let gatewayPort: Int
  let servicesPort: Int
  /// Its state.
  let directory: String
  /// That of its own key.
  let secretKey: String

  private init(
    _ template: String, in directory: String, ticks: JSON?, _ change: (inout HostConfiguration) -> Void
  ) throws {
    self.directory = directory
    guard mkdir(directory, 0o700) == 0, mkdir(directory + "/logs", 0o700) == 0 else {
      throw Timeout(description: "\(directory) cannot be made")
    }
    if let ticks { try Self.write(ticks, to: directory + "/ticks.json") }
    var configuration = HostConfiguration()
    configuration.stateDirectory = directory
    configuration.port = 0
    configuration.servicesPort = try freePort()
    configuration.isQuiet = true
    // Requests that are written by hand call it so.
    configuration.publicNames = ["a", "api.example"]
    change(&configuration)
    secretKey = configuration.secretKey
    let baseURL = "http://127.0.0.1:\(configuration.servicesPort)"
    let parsed = try Template(
      TemplateDocument(parsing: template), parameters: [:],
      surroundings: TemplateSurroundings(queueBaseURL: baseURL))
    queues = try QueueService(
      databasePath: directory + "/queues.sqlite", queues: parsed.queues.map { QueueDefinition($0) },
      region: "local", accountID: "000000000000", baseURL: baseURL)
    var objects: ObjectService?
    if !parsed.buckets.isEmpty {
      let settings = ObjectService.Settings(
        stateDirectory: directory, host: "127.0.0.1", port: 0, region: "local", accountID: "000000000000",
        keys: configuration.keys(for: parsed))
      objects = try ObjectService(settings, buckets: parsed.buckets.map { BucketDefinition($0) })
    }
    self.objects = objects
    configuration.objectsURL = objects.map { "http://127.0.0.1:\($0.port)" }
    host = try Host(configuration, template: parsed, queues: queues, objects: objects)
    (gatewayPort, servicesPort) = try host.start()
  }

  /// Runs a test's body with a new host, and ends host and functions afterwards. `template` names
  /// `Tests/ProbeFunction` as code; `ticks` are the last ticks that an earlier host noted.
  static func with(
    _ template: String, ticks: JSON? = nil, configured change: (inout HostConfiguration) -> Void = { _ in },
    _ body: (RunningHost) throws -> Void
  ) throws {
    let directory = TemporaryDirectory.path("host")
    let result = Result {
      let host = try RunningHost(template, in: directory, ticks: ticks, change)
      defer { host.end() }
      try body(host)
    }
    try TemporaryDirectory.remove(directory)
    try result.get()
  }

  private func end() {
    queues.stopReceiving()
    host.drain(grace: .seconds(1))
    queues.close()
    objects?.close()
  }

  var gateway: Client { Client("http://127.0.0.1:\(gatewayPort)") }
  /// Without a signature.
  var services: Client { Client("http://127.0.0.1:\(servicesPort)") }
  /// With the host's own key.
  var caller: HostCaller { HostCaller("http://127.0.0.1:\(servicesPort)", secretKey: secretKey) }

  func key(of function: String) -> (id: String, secret: String) { KeyRing.pair(of: function, secretKey) }

  /// With the key of a function.
  func caller(as function: String) -> HostCaller {
    let key = key(of: function)
    return HostCaller("http://127.0.0.1:\(servicesPort)", accessKey: key.id, secretKey: key.secret)
  }

  /// Where the object store of a template with buckets is reached.
  func objectsURL() throws -> String {
    guard let objects else { throw Timeout(description: "the template has no bucket") }
    return "http://127.0.0.1:\(objects.port)"
  }

  /// Lambda's Invoke.
  func invoke(_ function: String, _ event: JSON = [:], headers: [String: String] = [:]) throws
    -> Client.Answer
  {
    try caller.invoke(function, event, headers: headers)
  }

  /// What the host says of a function.
  func state(of function: String) throws -> JSON {
    let functions = try services.get("/host/functions").json.array ?? []
    return functions.first { $0["name"]?.string == function } ?? .null
  }

  /// The environments of a function.
  func environments(of function: String) throws -> [JSON] {
    try state(of: function)["environments"]?.array ?? []
  }

  /// The process of a function's only environment once it is in a state: "idle", "busy", ….
  func process(of function: String, once state: String) throws -> Int32 {
    try Harness.wait(for: "\(state) environment of \(function)", upTo: .seconds(10)) {
      let environments = try self.environments(of: function)
      guard environments.count == 1, environments[0]["state"]?.string == state else { return nil }
      return environments[0]["pid"]?.integer.map { Int32($0) }
    }
  }

  private static func write(_ json: JSON, to path: String) throws {
    let bytes = json.encoded()
    guard let file = fopen(path, "we") else { throw Timeout(description: "\(path) cannot be written") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
}
