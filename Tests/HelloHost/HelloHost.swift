internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import HostQueues
internal import HostTemplate

/// The host alone, in a process that can be measured and killed: `HelloHost <port> <state directory> [<template>
/// <services port>]`. Without a template it has one function. Runs until it is ended.
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
    let arguments = CommandLine.arguments
    guard arguments.count == 3 || arguments.count == 5, let port = Int(arguments[1]),
      let servicesPort = Int(arguments.count == 5 ? arguments[4] : "0")
    else { exit(64) }
    var configuration = HostConfiguration()
    configuration.stateDirectory = arguments[2]
    configuration.servicesPort = servicesPort
    configuration.port = port
    configuration.isQuiet = true
    // Known to the tests that kill it and go on with the same state.
    configuration.secretKey = "hello"
    let template = try Template(
      TemplateDocument(parsing: arguments.count == 5 ? try TextFile.read(arguments[3]) : template),
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
