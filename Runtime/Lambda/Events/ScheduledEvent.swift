package import Core

/// What a schedule sends: the envelope of EventBridge
/// (https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-scheduled.html). A schedule with an input of
/// its own sends that instead, and every member is nil.
package struct ScheduledEvent: Sendable {
  package private(set) var id: String?
  /// When the tick was due.
  package private(set) var time: Instant?
  /// ARNs of the schedules that fired.
  package private(set) var resources: [String] = []

  init(event: UnsafeRawBufferPointer) throws(JSONError) {
    var reader = JSONReader(event)
    guard reader.nextIsObject() else { return }
    try reader.readObject { (name, reader) throws(JSONError) in
      switch name {
      case "id": id = try reader.readValue().string
      case "time": time = try reader.readValue().string.flatMap { Instant($0) }
      case "resources": resources = try reader.readValue().array?.compactMap(\.string) ?? []
      default: break
      }
    }
  }
}
