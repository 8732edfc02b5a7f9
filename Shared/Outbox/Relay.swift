internal import Core
package import Database
package import Queues

/// Sends what the outbox holds.
package struct Relay {
  private let store: OutboxStore
  private let client: QueueClient
  private let urls: [Queue: String]

  /// `urls` are the queues that this function may send to.
  package init(_ session: Session, _ client: QueueClient, urls: [Queue: String]) {
    store = OutboxStore(session)
    self.client = client
    self.urls = urls
  }

  /// Sends until nothing is left, at most `limit` messages. A queue's longest delay is 900 seconds, its batch
  /// ten messages.
  package func run(limit: Int = 5000) throws {
    let page = 100
    var sent = 0
    while sent < limit {
      let messages = try store.lease(Array(urls.keys), limit: page)
      for (queue, url) in urls {
        try send(messages.filter { $0.queue == queue }, to: url)
      }
      sent += messages.count
      if messages.count < page { return }
    }
  }

  private func send(_ messages: [OutboxMessage], to url: String) throws {
    guard !messages.isEmpty else { return }
    var taken: [Int64] = []
    for start in stride(from: 0, to: messages.count, by: 10) {
      let entries = messages[start..<min(start + 10, messages.count)].map { message in
        QueueClient.Entry(
          id: String(message.id), body: message.body.text, delay: min(max(message.delay, 0), 900),
          group: message.organization?.description)
      }
      taken += try client.send(entries, to: url).compactMap { Int64($0) }
    }
    try store.markSent(taken)
  }
}
