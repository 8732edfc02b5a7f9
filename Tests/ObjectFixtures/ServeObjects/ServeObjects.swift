internal import ArgumentParser
internal import Glibc
internal import HostObjects
internal import HostSigning

/// The object store alone, as a process that a test can kill. Prints its port and runs
/// until it is ended. Its keys are `local` and `secret`, its buckets those that `Tests/AWSClients` expect.
@main struct ServeObjects: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ServeObjects", abstract: "Runs the object store alone, for tests that kill it.")

  @Argument(help: "Where its files lie.")
  var directory: String

  @Argument(help: "Its port; 0 for a free one.")
  var port: Int

  func run() throws {
    let rule = BucketDefinition.CrossOriginRule(
      origins: ["https://app.example"], methods: ["GET", "PUT"], headers: ["content-type"],
      exposedHeaders: ["ETag"], maxAge: 300)
    var settings = ObjectService.Settings(
      stateDirectory: directory, host: "127.0.0.1", port: port, region: "local", accountID: "000000000000",
      keys: KeyRing(hostKey: "local", secret: "secret"))
    settings.report = { print($0) }
    let buckets = [BucketDefinition(name: "media", cors: [rule]), BucketDefinition(name: "archive")]
    let service = try ObjectService(settings, buckets: buckets)
    print(service.port)
    fflush(nil)
    while true { pause() }
  }
}
