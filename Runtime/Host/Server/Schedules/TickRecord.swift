internal import Core
internal import PrivateFiles

/// The time of the last tick of every schedule, kept in a file so that a missed tick is noticed.
struct TickRecord {
  private let path: String
  private var ticks: [String: Instant] = [:]

  /// An unreadable file counts as none: schedules then begin anew.
  init(directory: String) {
    path = directory + "/ticks.json"
    let bytes = (try? PrivateFile.read(path)) ?? []
    for (name, value) in (try? JSON(parsing: bytes))?.object?.members ?? [] {
      ticks[name] = value.string.flatMap { Instant($0) }
    }
  }

  subscript(name: String) -> Instant? { ticks[name] }

  /// Replaces the file in one step. False when it cannot be written.
  mutating func note(_ tick: Instant, of name: String) -> Bool {
    ticks[name] = tick
    let members = ticks.sorted { $0.key < $1.key }
      .map { (name: $0.key, value: JSON.string($0.value.description)) }
    // It is written on the event loop, which does not wait for disks. An older file makes ticks happen again.
    let bytes = JSON.object(JSONObject(members)).encoded()
    return (try? PrivateFile.replace(path, with: bytes, isDurable: false)) != nil
  }
}
