internal import Core
internal import Glibc
internal import HTTPServer
internal import Host
internal import HostObjects
internal import HostQueues
internal import HostTemplate

/// Everything that runs on this machine for one state directory: PostgreSQL, queues, functions, sandbox.
///
/// Started in the order in which the parts need each other, stopped in the opposite one.
final class Instance {
  struct Settings {
    let address: String
    let port: Int
    let template: TemplateFile
    let binaries: String
    let given: GivenParameters
    let isQuiet: Bool
    /// Whether the sandbox limits rates as the platforms do.
    let enforcesRateLimits: Bool
  }

  let gatewayURL: String
  private let state: StateDirectory
  private let settings: Settings
  /// nil when functions run as the host's user.
  private let accounts = AccountBlock()
  private var databaseURLs: [String] = []
  private var cluster: PostgresCluster?
  private var queues: QueueService?
  private var objects: ObjectService?
  private var host: Host?
  private(set) var sandbox: SandboxProcess?

  init(_ settings: Settings, state: StateDirectory) {
    self.settings = settings
    self.state = state
    gatewayURL = settings.given["PublicUrl"] ?? "http://127.0.0.1:\(settings.port)"
  }

  /// The data directory of the private PostgreSQL; nil when a given database is used.
  var databaseDirectory: String? { cluster?.location.data }

  /// Returns when requests are served and timers run. What was started when it throws is for `stop` to end.
  func start() throws {
    let last = try state.readHostRecord()
    let services = try LoopbackPort.choose(preferring: last?.servicesPort)
    let usesSandbox = settings.given["PlatformApplications"] == nil
    var parameters = try KeptParameters(in: state, replacedBy: settings.given).values
    parameters["PublicUrl"] = gatewayURL
    if try !settings.given.includes(.databases) {
      parameters.merge(try privateDatabases(parameters)) { _, own in own }
    }
    if usesSandbox {
      let sandbox = try SandboxProcess(
        binaries: settings.binaries, state: state,
        socket: LoopbackPort.choose(preferring: last?.sandboxPort),
        parameters: parameters, gatewayURL: gatewayURL,
        enforcesRateLimits: settings.enforcesRateLimits)
      parameters["OutsideWorldUrl"] = parameters["OutsideWorldUrl"] ?? sandbox.url
      self.sandbox = sandbox
    }
    let host = try startHost(parameters, services: services, lastObjectsPort: last?.objectsPort)
    try state.write(
      HostRecord(
        pid: getpid(), port: settings.port, servicesPort: services.port, sandboxPort: sandbox?.port,
        objectsPort: objects?.port))
    try migrate(host)
    // After the gateway: the sandbox registers its webhook there.
    try sandbox?.start()
    try host.startTriggers()
  }

  /// Starts again what has died. To be called every second or so.
  func keepRunning() {
    do {
      try cluster?.keepRunning()
      try sandbox?.keepRunning()
    } catch {
      Terminal.error("clientnest: \(error)")
    }
  }

  /// Lets requests in flight finish, then ends everything.
  func stop() {
    // A message received from here on would only wait for its visibility time-out.
    queues?.stopReceiving()
    host?.drain(grace: .seconds(10))
    queues?.close()
    objects?.close()
    sandbox?.stop()
    cluster?.stop()
  }

  /// Starts the private cluster; its connection strings by template parameter.
  private func privateDatabases(_ parameters: [String: String]) throws -> [String: String] {
    let cluster = PostgresCluster(
      try PostgresInstallation.find(),
      at: try ClusterLocation(under: state, openTo: accounts?.databaseGroup),
      log: "\(state.logs)/postgresql.log")
    self.cluster = cluster
    try cluster.start()
    let urls = try DatabaseRoles.create(on: cluster, passwords: parameters)
    databaseURLs = Array(urls.values)
    return urls
  }

  private func startHost(
    _ parameters: [String: String], services: ListeningSocket, lastObjectsPort: Int?
  ) throws -> Host {
    let servicesURL = "http://127.0.0.1:\(services.port)"
    let surroundings = TemplateSurroundings(queueBaseURL: servicesURL)
    let template = try settings.template.resolve(parameters: parameters, surroundings: surroundings)
    let queues = try QueueService(
      databasePath: state.queues, queues: template.queues.map { QueueDefinition($0) },
      region: surroundings.region,
      accountID: surroundings.accountID, baseURL: servicesURL
    ) { Terminal.error("clientnest: \($0)") }
    self.queues = queues
    var configuration = configuration(services)
    configuration.secretKey = parameters["HostSecretKey"] ?? configuration.secretKey
    configuration.operatorToken = parameters["OperatorToken"]
    configuration.publicNames = [parameters["PublicUrl"].flatMap(Reach.name)].compactMap { $0 }
    let objects = try ObjectStoreLaunch(
      configuration, accountID: surroundings.accountID, lastPort: lastObjectsPort
    ).start(template)
    self.objects = objects?.service
    configuration.objectsURL = objects?.url
    let host = try Host(configuration, template: template, queues: queues, objects: objects?.service)
    self.host = host
    _ = try host.start()
    return host
  }

  private func configuration(_ services: ListeningSocket) -> HostConfiguration {
    var configuration = settings.template.configuration(binaries: settings.binaries)
    configuration.stateDirectory = state.path
    configuration.host = settings.address
    configuration.port = settings.port
    configuration.servicesPort = services.port
    configuration.servicesSocket = services
    configuration.accounts = accounts
    configuration.databaseURLs = databaseURLs
    configuration.isQuiet = settings.isQuiet
    return configuration
  }

  private func migrate(_ host: Host) throws {
    switch try host.invoke(function: "Migrate", event: Array("{}".utf8)) {
    case .success(let answer):
      let applied = try JSON(parsing: answer)["applied"]?.array ?? []
      if !applied.isEmpty { Terminal.line("migrations applied: \(applied.count)") }
    case .failure(let failure):
      throw CommandFailure("the migrations failed: \(String(decoding: failure.payload, as: UTF8.self))")
    }
  }
}
