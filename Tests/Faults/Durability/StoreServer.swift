internal import Core
internal import HTTPServer
internal import Harness
internal import HostObjects
internal import HostSigning
internal import NIOCore
internal import NIOPosix
internal import Signature

/// The object store of the host and nothing else.
struct StoreServer {
  let directory: String
  let port: Int
  /// Says that an object was taken 5 ms before it hands it to the store.
  let isBroken: Bool

  func start() throws -> [AnyObject] {
    let keys = ObjectCaller.keys
    let service = try ObjectService(
      ObjectService.Settings(
        stateDirectory: directory, host: "127.0.0.1", port: isBroken ? 0 : port, region: "local",
        accountID: "000000000000", keys: KeyRing(hostKey: keys.accessKey, secret: keys.secretKey)),
      buckets: [BucketDefinition(name: ObjectCaller.bucket)])
    return [service] + (isBroken ? [try startFront(of: service.port)] : [])
  }

  /// Passes everything on, objects late. It may block: it has a loop of its own.
  private func startFront(of inner: Int) throws -> HTTPServer {
    try HTTPServer.start(
      host: "127.0.0.1", port: port, reach: .programs, maxBodyBytes: 8 << 20,
      group: MultiThreadedEventLoopGroup(numberOfThreads: 1)
    ) { request, responder in
      let query = URLForm.parse(request.query).filter { !$0.name.hasPrefix("X-Amz-") }.map {
        ($0.name, $0.value)
      }
      let pass = { @Sendable in
        ObjectCaller(port: inner).call(
          request.method, path: request.path, query, copying: request.header("x-amz-copy-source"),
          body: request.body.isEmpty ? nil : request.body)
      }
      if request.method == "PUT", query.isEmpty {
        responder.send(HTTPReply(status: 200))
        responder.eventLoop.scheduleTask(in: .milliseconds(5)) { _ = pass() }
        return
      }
      guard let answer = pass() else { return responder.drop() }
      let headers = answer.headers.filter { $0.name == "etag" }
      responder.send(HTTPReply(status: answer.status, headers: headers, body: answer.body))
    }
  }
}
