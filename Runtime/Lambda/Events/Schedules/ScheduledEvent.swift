package import Core

/// What a schedule sends. A rule of EventBridge, and a schedule without an input of its own, send the envelope
/// (https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html); a schedule of EventBridge Scheduler
/// sends its `Input` as it is (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html),
/// and then the envelope's members are nil.
package struct ScheduledEvent: Sendable {
  package private(set) var id: String?
  /// When the tick was due.
  package private(set) var time: Instant?
  /// ARNs of the schedules that fired.
  package private(set) var resources: [String] = []
  /// `aws.events`, `aws.scheduler`, or who put the event onto the bus.
  package private(set) var source: String?
  /// `Scheduled Event` for ticks.
  package private(set) var detailType: String?
  package private(set) var account: String?
  package private(set) var region: String?
  /// The envelope's `detail`, or the whole input when there is no envelope.
  package private(set) var input = JSON.null

  package init(event: UnsafeRawBufferPointer) throws(JSONError) {
    var reader = JSONReader(event)
    let value = try reader.readValue()
    try reader.finish()
    guard let type = value["detail-type"]?.string, let source = value["source"]?.string else {
      input = value
      return
    }
    detailType = type
    self.source = source
    id = value["id"]?.string
    time = value["time"]?.string.flatMap { Instant($0) }
    resources = value["resources"]?.array?.compactMap(\.string) ?? []
    account = value["account"]?.string
    region = value["region"]?.string
    input = value["detail"] ?? .null
  }
}
