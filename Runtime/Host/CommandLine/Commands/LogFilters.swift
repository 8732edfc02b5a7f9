internal import ArgumentParser
internal import Core

/// How grave a line is. The names are Lambda's.
enum LogLevel: String, ExpressibleByArgument, CaseIterable, Comparable {
  case trace, debug, info, warn, error, fatal

  /// Of a line of the host's log: that of the record that a function wrote, else by what the host says itself.
  init(of entry: JSON) {
    let written = entry["record"]?["level"]?.string ?? entry["level"]?.string
    if let level = written.flatMap({ LogLevel(rawValue: $0.lowercased()) }) {
      self = level
      return
    }
    switch entry["type"]?.string {
    case "platform.fault", "platform.timeout", "platform.outOfMemory", "host.deadLetterLost",
      "host.eventLost":
      self = .error
    case "host.batchFailed", "host.tickFailed", "host.linesDropped": self = .warn
    default: self = .info
    }
  }

  static func < (left: LogLevel, right: LogLevel) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// From when on lines are wanted.
struct LogStart: ExpressibleByArgument {
  let time: Instant

  init?(argument: String) {
    if let time = Instant(argument) {
      self.time = time
      return
    }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()), count >= 0,
      count <= 36_500
    else { return nil }
    time = .now() + .seconds(-count * unit)
  }
}
