package import Core
package import HTTPServer
package import HostSigning

/// An object store that speaks the protocol of Amazon S3 and keeps its objects in files and one SQLite file.
///
/// What was acknowledged is on disk. It has threads of its own and listens on a port of its own, which browsers
/// reach too: addresses that functions sign are used as they are.
package final class ObjectService: Sendable {
  package struct Settings: Sendable {
    /// Must exist.
    package let stateDirectory: String
    package let host: String
    /// 0 for one of the system's choice.
    package let port: Int
    /// In place of host and port, when they were taken before.
    package var socket: ListeningSocket?
    /// Names that the endpoint is reached by besides addresses and `localhost`, with or without a bucket before them.
    package var hostNames: [String] = []
    package let region: String
    package let accountID: String
    package let keys: KeyRing
    package var clock: @Sendable () -> Instant = { .now() }
    /// Told of failures of the disk, which callers see only as internal ones.
    package var report: @Sendable (String) -> Void = { _ in }

    package init(
      stateDirectory: String, host: String, port: Int, region: String, accountID: String, keys: KeyRing
    ) {
      self.stateDirectory = stateDirectory
      self.host = host
      self.port = port
      self.region = region
      self.accountID = accountID
      self.keys = keys
    }
  }

  package let port: Int
  private let library: ObjectLibrary
  private let server: StreamingServer
  private let report: @Sendable (String) -> Void

  /// Opens or makes the store and listens.
  package init(_ settings: Settings, buckets: [BucketDefinition]) throws {
    let library = try ObjectLibrary(
      directory: settings.stateDirectory, buckets: buckets, region: settings.region,
      account: settings.accountID,
      clock: settings.clock)
    let hosts = Set(settings.hostNames + ["localhost", settings.host])
    let endpoint = ObjectEndpoint(library, hosts: hosts, keys: settings.keys, report: settings.report)
    let names = hosts + hosts.flatMap { host in buckets.map { "\($0.name).\(host)" } }
    server = try StreamingServer.start(
      host: settings.host, port: settings.port, on: settings.socket, reach: .network(names: names),
      limits: .connections(FileDescriptorLimit.connections(parts: 8))
    ) {
      try await endpoint.handle($0)
    }
    port = server.port
    self.library = library
    report = settings.report
  }

  /// Removes what is older than the buckets' rules allow. To be called every hour or so, on a thread that may block.
  package func applyLifecycle() {
    do {
      try library.applyLifecycle()
    } catch {
      report("objects: the lifecycle rules were not applied: \(error)")
    }
  }

  // MARK: Events

  /// `callback` is called on any thread when there are new events.
  package func onNotification(_ callback: @escaping @Sendable () -> Void) { library.notify(callback) }

  /// Events that are due, the oldest first, without those whose ids are given. Blocks.
  package func dueNotifications(excluding ids: Set<Int64>, limit: Int) throws -> [ObjectNotification] {
    let excluded = JSON.array(ids.map { .integer($0) }).text
    return try library.read {
      try $0.notifications.listDue(at: library.milliseconds, excluding: excluded, limit: limit)
    }
  }

  /// The function has taken the event, or nobody ever will. Blocks.
  package func settle(_ notification: ObjectNotification) throws {
    try library.write { try $0.notifications.delete(notification.id) }
  }

  /// The event is due again later. Blocks.
  package func postpone(_ notification: ObjectNotification, attempts: Int, by delay: Duration) throws {
    try library.write {
      try $0.notifications.update(
        notification.id, attempts: attempts, dueAt: library.milliseconds + delay.milliseconds)
    }
  }

  /// Takes no more requests, ends those in flight and closes the files.
  package func close() {
    server.stop()
    try? library.close()
  }
}
