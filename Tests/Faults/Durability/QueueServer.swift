internal import Core
internal import HTTPServer
internal import HostQueues
internal import HostRights
internal import NIOCore
internal import NIOPosix

/// The queues of the host and nothing else, so that a start takes milliseconds.
struct QueueServer {
  static let queues = [
    QueueDefinition(name: "work", visibilityTimeout: 1),
    QueueDefinition(name: "order.fifo", visibilityTimeout: 1, deduplicatesByContent: true),
  ]

  let databasePath: String
  let port: Int
  /// Says that a message was taken 5 ms before it hands it to the store.
  let isBroken: Bool

  func start() throws -> [AnyObject] {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let service = try QueueService(
      databasePath: databasePath, queues: Self.queues, region: "local", accountID: "000000000000",
      baseURL: "http://127.0.0.1:\(port)")
    let isBroken = isBroken
    let server = try HTTPServer.start(
      host: "127.0.0.1", port: port, reach: .programs, maxBodyBytes: 2 << 20, group: group
    ) { request, responder in
      let target = request.header("x-amz-target") ?? ""
      if isBroken, target == "AmazonSQS.SendMessage" {
        responder.send(.json(200, #"{"MessageId":"early"}"#))
        let body = request.body
        group.next().scheduleTask(in: .milliseconds(5)) {
          service.answer(target: target, body: body, by: .host) { _ in }
        }
        return
      }
      service.answer(target: target, body: request.body, by: .host) { reply in
        responder.send(
          HTTPReply(
            status: reply.status, headers: reply.headers.map { (name: $0.0, value: $0.1) }, body: reply.body))
      }
    }
    return [service, server]
  }
}
