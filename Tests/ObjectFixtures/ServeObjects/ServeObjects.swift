internal import Glibc
internal import HostObjects

/// The object store alone, as a process that a test can kill: `ServeObjects DIRECTORY PORT`. Prints its port and runs
/// until it is ended. It has one bucket, `media`, and the keys `local`/`secret`.
@main struct ServeObjects {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let port = Int(arguments[2]) else {
      print("usage: ServeObjects DIRECTORY PORT")
      exit(64)
    }
    let service = try ObjectService(
      ObjectService.Settings(
        stateDirectory: arguments[1], host: "127.0.0.1", port: port, region: "local",
        accountID: "000000000000",
        accessKey: "local", secretKey: "secret"), buckets: [BucketDefinition(name: "media")])
    print(service.port)
    fflush(nil)
    while true { pause() }
  }
}
