internal import Core
internal import Glibc
internal import Host
internal import HostQueues
internal import HostTemplate

/// The host with one function and nothing else, to be measured: `HelloHost <port> <state directory>`. Runs until it
/// is ended.
@main struct HelloHost {
  private static let template = """
    Resources:
      Hello:
        Type: AWS::Serverless::Function
        Properties:
          Events:
            Http: {Type: HttpApi, Properties: {Method: get, Path: /hello}}
    """

  static func main() throws {
    guard CommandLine.arguments.count == 3, let port = Int(CommandLine.arguments[1]) else { exit(64) }
    var configuration = HostConfiguration()
    configuration.stateDirectory = CommandLine.arguments[2]
    configuration.port = port
    configuration.isQuiet = true
    let template = try Template(
      TemplateDocument(parsing: template), parameters: [:],
      surroundings: TemplateSurroundings(queueBaseURL: "http://127.0.0.1"))
    let queues = try QueueService(
      databasePath: configuration.stateDirectory + "/queues.sqlite", queues: [], region: "local",
      accountID: "000000000000", baseURL: "http://127.0.0.1")
    let host = try Host(configuration, template: template, queues: queues)
    _ = try host.start()
    while true { sleep(60) }
  }
}
