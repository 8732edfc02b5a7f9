internal import Core
internal import Glibc
internal import Harness

/// Invocations per second of one process: our loop, with and without typed events, against the least that a program
/// in C over the same libcurl does, and against AWS's runtime for Python.
///
/// Server and peer share one CPU. The rounds of all peers alternate, so that what else happens on the machine happens
/// to all of them; the figures are medians.
enum Loop {
  private static let rounds = 7
  private static let warmUpSeconds = 0.3
  private static let seconds = 1.0

  static func measure() throws {
    PackagedFunction.announce(["EchoRequest", "EchoBytes"])
    let small = try compare([.floor, .bytes, .typed, .python], LoopEvent.small(), suffix: "")
    ratio("bytes", small)
    ratio("typed", small)
    let large = try compare([.floor, .typed, .bytes], LoopEvent.large(), suffix: "_1mb")
    ratio("typed_1mb", large)
    ratio("bytes_1mb", large)
  }

  /// Medians by name.
  private static func compare(
    _ peers: [LoopPeer], _ event: LoopEvent, suffix: String
  ) throws -> [String: Double] {
    let file = TemporaryDirectory.path("event")
    defer { unlink(file) }
    try write(event, to: file)
    var rates: [String: [Double]] = [:]
    for _ in 0..<rounds {
      for peer in peers { rates[peer.name + suffix, default: []].append(try rate(of: peer, event, file)) }
    }
    let medians = rates.mapValues { percentile(0.5, of: $0) }
    for peer in peers {
      report("loop.\(peer.name)\(suffix)_per_second", medians[peer.name + suffix] ?? .nan, "1/s")
    }
    return medians
  }

  private static func write(_ event: LoopEvent, to path: String) throws {
    guard let file = fopen(path, "w") else { throw Timeout(description: "\(path) cannot be written") }
    let written = fwrite(event.bytes, 1, event.bytes.count, file)
    guard fclose(file) == 0, written == event.bytes.count else {
      throw Timeout(description: "\(path) cannot be written")
    }
  }

  private static func rate(of peer: LoopPeer, _ event: LoopEvent, _ file: String) throws -> Double {
    let answer = TemporaryDirectory.path("answer")
    let output = TemporaryDirectory.path("loop")
    defer { for path in [answer, output] { unlink(path) } }
    let server = try ChildProcess(
      "\(RunningBundle.binaries)/runtimeserver",
      [file, answer, "\(warmUpSeconds)", "\(seconds)"] + peer.command,
      variables: peer.variables, output: output)
    let status = try wait(for: "a round of \(peer.name)", upTo: .seconds(60)) { server.exitStatus() }
    let text = try TextFile.read(output)
    guard status == 0, let words = text.split(separator: "\n").last?.split(separator: " "),
      let rate = words.first.flatMap({ Double($0) })
    else { throw Timeout(description: "\(peer.name): \(text)") }
    // The server has seen that all answers are the same.
    guard try peer.isRight(Array(TextFile.read(answer).utf8), for: event) else {
      throw Timeout(description: "\(peer.name) answers wrongly")
    }
    return rate
  }

  private static func ratio(_ name: String, _ medians: [String: Double]) {
    let floor = name.hasSuffix("_1mb") ? "floor_c_1mb" : "floor_c"
    report("loop.\(name)_vs_floor", (medians[name] ?? .nan) / (medians[floor] ?? .nan), "of the floor")
  }
}
