internal import ArgumentParser
internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import HostQueues
internal import HostTemplate

/// The host alone, in a process that can be measured and killed. Runs until it is ended.
@main struct HelloHost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "HelloHost", abstract: "Runs the host alone, for tests and benches that measure and kill it."
  )

  private static let template = """
    Resources:
      Hello:
        Type: AWS::Serverless::Function
        Properties:
          Events:
            Http: {Type: HttpApi, Properties: {Method: get, Path: /hello}}
    """

  @Argument(help: "The port of the gateway.")
  var port: Int

  @Argument(help: "Where its files lie.")
  var stateDirectory: String

  @Argument(help: "A template; without one there is one function.")
  var templatePath: String?

  @Argument(help: "The port of the services; 0 for a free one.")
  var servicesPort = 0

  func run() throws {
    var configuration = HostConfiguration()
    configuration.stateDirectory = stateDirectory
    configuration.servicesPort = servicesPort
    configuration.port = port
    configuration.isQuiet = true
    // Known to the tests that kill it and go on with the same state.
    configuration.secretKey = "hello"
    let template = try Template(
      TemplateDocument(parsing: try templatePath.map { try TextFile.read($0) } ?? Self.template),
      parameters: [:],
      surroundings: TemplateSurroundings(queueBaseURL: "http://127.0.0.1:\(servicesPort)"))
    let queues = try QueueService(
      databasePath: configuration.stateDirectory + "/queues.sqlite",
      queues: template.queues.map { QueueDefinition($0) }, region: "local",
      accountID: "000000000000", baseURL: "http://127.0.0.1:\(servicesPort)")
    let host = try Host(configuration, template: template, queues: queues)
    _ = try host.start()
    try host.startTriggers()
    while true { sleep(60) }
  }
}
