internal import ArgumentParser
internal import Core
internal import Glibc

struct Logs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints what the functions and the host logged, one JSON object per line.",
    discussion: """
        clientnest logs --lines 50
        clientnest logs --follow --function PublishDelivery
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

  @Option(name: [.long, .customShort("n")], help: "How many of the last matching lines to begin with.")
  var lines = 100

  @OptionGroup var state: StateOptions

  func validate() throws {
    guard lines >= 0 else { throw ValidationError("--lines must not be negative") }
  }

  func run() throws {
    let path = StateDirectory(state.stateDir).hostLog
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
    guard function != nil || request != nil else { return true }
    guard let entry = try? JSON(parsing: line) else { return false }
    return (function == nil || entry["function"]?.string == function)
      && (request == nil || entry["requestId"]?.string == request)
  }
}

/// Reads a log from its beginning and then what is added to it, into the next file when it is rotated.
private struct LogTail {
  private let path: String
  private var descriptor: Int32
  private var partial: [UInt8] = []

  /// nil when there is no such file.
  init?(_ path: String) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
  }

  /// The lines that were completed since the last call.
  mutating func readLines() throws -> [String] {
    partial += try LocalFile.readAll(descriptor, from: path)
    if try wasRotated() { partial += try LocalFile.readAll(descriptor, from: path) }
    guard let end = partial.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let lines = partial[..<end].split(separator: UInt8(ascii: "\n"))
    partial.removeSubrange(...end)
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether another file has taken the path; that one is then read from its beginning.
  private mutating func wasRotated() throws -> Bool {
    var current = stat()
    var opened = stat()
    guard stat(path, &current) == 0, fstat(descriptor, &opened) == 0, current.st_ino != opened.st_ino else {
      return false
    }
    let next = open(path, O_RDONLY | O_CLOEXEC)
    guard next >= 0 else { return false }
    close(descriptor)
    descriptor = next
    return true
  }
}
