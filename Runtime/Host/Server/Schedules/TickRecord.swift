internal import Core
internal import Glibc

/// The time of the last tick of every schedule, kept in a file so that a missed tick is noticed.
struct TickRecord {
  private let path: String
  private var ticks: [String: Instant] = [:]

  /// An unreadable file counts as none: schedules then begin anew.
  init(directory: String) {
    path = directory + "/ticks.json"
    guard let file = fopen(path, "re") else { return }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    for (name, value) in (try? JSON(parsing: Array(bytes[..<count])))?.object?.members ?? [] {
      ticks[name] = value.string.flatMap { Instant($0) }
    }
  }

  subscript(name: String) -> Instant? { ticks[name] }

  /// Replaces the file in one step. False when it cannot be written.
  mutating func note(_ tick: Instant, of name: String) -> Bool {
    ticks[name] = tick
    let members = ticks.sorted { $0.key < $1.key }
      .map { (name: $0.key, value: JSON.string($0.value.description)) }
    let bytes = JSON.object(JSONObject(members)).encoded()
    guard let file = fopen(path + ".new", "we") else { return false }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else { return false }
    return rename(path + ".new", path) == 0
  }
}
