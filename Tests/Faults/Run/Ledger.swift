internal import Core
internal import Harness

/// What the sandbox was made to publish, by platform and mark.
struct Ledger {
  /// The ids of each line of text, in the order of time; all of a mark's by `platform mark`.
  private var lines: [String: [String: [String]]] = [:]

  init(of bundle: RunningBundle) throws {
    var cursor: String?
    repeat {
      let path = "/ledger?limit=1000" + (cursor.map { "&cursor=\($0)" } ?? "")
      let page = try Client(bundle.sandboxURL()).get(path).json
      for entry in page["data"]?.array ?? [] { add(entry) }
      cursor = page["next_cursor"]?.string
    } while cursor != nil
  }

  private mutating func add(_ entry: JSON) {
    let text = entry["text"]?.string ?? ""
    // Stories have no text: their file tells whose they are.
    let places = [text] + (entry["media"]?.array?.compactMap(\.string) ?? [])
    guard let mark = places.lazy.compactMap(Scene.mark(in:)).first else { return }
    lines["\(entry["platform"]?.string ?? "") \(mark)", default: [:]][text, default: []].append(
      entry["id"]?.string ?? "")
  }

  /// The ids of what was published with this line, for one delivery.
  func ids(of line: String, for key: String) -> [String] { lines[key]?[line] ?? [] }

  func isEmpty(for key: String) -> Bool { lines[key] == nil }

  /// Lines that are out more often than once: the times beyond the first.
  func surplus(for key: String) -> Int { (lines[key] ?? [:]).values.reduce(0) { $0 + $1.count - 1 } }
}
