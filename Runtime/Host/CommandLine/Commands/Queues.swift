internal import ArgumentParser
internal import Core
internal import HostQueues

struct Queues: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the queues; looks into them and moves dead letters back.",
    discussion: """
      VISIBLE can be received now; IN FLIGHT was received and is not deleted yet; DELAYED is not due; \
      OLDEST is the age in seconds of the oldest message that is due.

        clientnest queues
        clientnest queues peek PublishDeadLetters
        clientnest queues redrive PublishDeadLetters

      A message that was received too often waits in the dead-letter queue of its queue. Mend the cause \
      first; then redrive moves the messages back, each to where it came from.
      """,
    subcommands: [Peek.self, Redrive.self])

  @OptionGroup var state: StateOptions

  func run() throws {
    let queues = try HostClient(state.directory()).get("/host/queues").array ?? []
    Terminal.table(
      ["QUEUE", "VISIBLE", "IN FLIGHT", "DELAYED", "OLDEST", "DEAD LETTERS OF"],
      queues.map { queue in
        let numbers = ["visible", "inFlight", "delayed", "oldestAgeSeconds"].map { name in
          queue[name]?.integer.map { String($0) } ?? "-"
        }
        let sources = queue["deadLetterSources"]?.array?.compactMap(\.string) ?? []
        return [queue["name"]?.string ?? "-"] + numbers + [sources.joined(separator: ", ")]
      })
  }
}

extension Queues {
  struct Peek: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the oldest messages of a queue, one JSON line each, without receiving them.",
      discussion: "Looking changes nothing: no receive is counted. It works while no host is running, too.")

    @Argument(help: "The name of the queue.")
    var queue: String

    @Option(help: "How many messages at most.")
    var limit = 10

    @OptionGroup var state: StateOptions

    func run() throws {
      let inspection: QueueInspection
      let path = try state.directory().queues
      do {
        inspection = try QueueInspection(databasePath: path)
      } catch {
        throw CommandFailure("there are no queues in \(state.stateDir): \(error)", code: .unavailable)
      }
      for message in try inspection.listMessages(in: queue, limit: limit) {
        let line: JSON = [
          "message_id": .string(message.messageID), "receive_count": JSON(message.receiveCount),
          "sent_at": .string(Instant(microseconds: message.sentAt * 1000).description),
          "visible_at": .string(Instant(microseconds: message.visibleAt * 1000).description),
          "source_queue": JSON(message.sourceQueue), "body": .string(message.body),
        ]
        Terminal.line(line.text)
      }
    }
  }

  struct Redrive: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Moves the messages of a dead-letter queue back to the queues they came from.")

    @Argument(help: "The name of the dead-letter queue.")
    var queue: String

    @OptionGroup var state: StateOptions

    func run() throws {
      let client = try HostClient(state.directory())
      let url = try client.queues("GetQueueUrl", ["QueueName": .string(queue)])["QueueUrl"] ?? .null
      let before = try attributes(of: url, client)
      _ = try client.queues("StartMessageMoveTask", ["SourceArn": before["QueueArn"] ?? .null])
      let left = try attributes(of: url, client)["ApproximateNumberOfMessages"]?.string ?? "0"
      let rest = left == "0" ? "" : "; \(left) are left, which came from no queue"
      Terminal.line("the messages of \(queue) were moved back\(rest)")
    }

    private func attributes(of url: JSON, _ client: HostClient) throws -> JSON {
      try client.queues(
        "GetQueueAttributes",
        ["QueueUrl": url, "AttributeNames": ["QueueArn", "ApproximateNumberOfMessages"]])["Attributes"] ?? [:]
    }
  }
}
