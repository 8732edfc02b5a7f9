internal import ArgumentParser
internal import Core
internal import Glibc

struct Logs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints what the functions and the host logged, one JSON object per line.",
    discussion: """
        clientnest logs --lines 50
        clientnest logs --follow --function PublishDelivery
        clientnest logs --level warn --since 15m
        clientnest logs --request 01a1fcff-fbd3-71a3-98ef-f5d66f2b116e

      A request id is in the apigw-requestid header of every answer, and in every line that was logged while \
      the request was handled. A request that went well need not have any.
      """)

  @Flag(name: .shortAndLong, help: "Go on printing as lines are written, until Ctrl-C.")
  var follow = false

  @Option(help: "Only lines of this function.")
  var function: String?

  @Option(help: "Only lines of this request id.")
  var request: String?

  @Option(help: "Only lines of this level or above: trace, debug, info, warn, error, fatal.")
  var level: LogLevel?

  @Option(help: "Only lines since then: 30s, 15m, 2h, 1d, or a time such as 2026-11-21T10:00:00Z.")
  var since: LogStart?

  @Option(name: [.long, .customShort("n")], help: "How many of the last matching lines to begin with.")
  var lines = 100

  @OptionGroup var state: StateOptions

  func validate() throws {
    guard lines >= 0 else { throw ValidationError("--lines must not be negative") }
  }

  func run() throws {
    let path = try state.directory().hostLog
    guard var tail = LogTail(path) else {
      throw CommandFailure(
        "there is no log at \(path)", remedy: "Start the host with: clientnest up", code: .unavailable)
    }
    for line in try tail.readLines().filter(matches).suffix(lines) { Terminal.line(line) }
    while follow {
      usleep(200_000)
      for line in try tail.readLines() where matches(line) { Terminal.line(line) }
    }
  }

  private func matches(_ line: String) -> Bool {
    guard function != nil || request != nil || level != nil || since != nil else { return true }
    guard let entry = try? JSON(parsing: line) else { return false }
    if let function, entry["function"]?.string != function { return false }
    if let request, entry["requestId"]?.string != request { return false }
    if let level, LogLevel(of: entry) < level { return false }
    if let since, let time = entry["time"]?.string.flatMap({ Instant($0) }), time < since.time {
      return false
    }
    return true
  }
}
