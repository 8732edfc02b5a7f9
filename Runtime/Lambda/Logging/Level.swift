/// How much a line of the log matters, with the names of Lambda
/// (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
enum Level: Int, Comparable {
  case trace, debug, info, warn, error, fatal

  var name: String {
    switch self {
    case .trace: "TRACE"
    case .debug: "DEBUG"
    case .info: "INFO"
    case .warn: "WARN"
    case .error: "ERROR"
    case .fatal: "FATAL"
    }
  }

  init?(_ name: String) {
    let all: [Level] = [.trace, .debug, .info, .warn, .error, .fatal]
    guard let level = all.first(where: { $0.name == name.uppercased() }) else { return nil }
    self = level
  }

  /// `AWS_LAMBDA_LOG_LEVEL`; what is less is not written.
  static let minimum = Environment.value("AWS_LAMBDA_LOG_LEVEL").flatMap { Level($0) } ?? .info

  static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
}
