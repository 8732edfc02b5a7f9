internal import Core
internal import Glibc
internal import Harness

/// Kills and pauses at random: functions often, the host and PostgreSQL now and then.
final class Chaos {
  private let scene: Scene
  private let bundle: RunningBundle
  private var random = SeededGenerator(seed: 42)
  private(set) var rounds = 0
  private var killed = 0
  private var paused: [(process: Int32, until: Instant)] = []
  private var pauses = 0
  private var hostCrashes = 0
  private var databaseRestarts = 0

  init(_ scene: Scene) {
    self.scene = scene
    bundle = scene.bundle
  }

  var summary: String {
    "kill -9 of functions \(killed), pauses longer than the lease \(pauses), kill -9 of the host \(hostCrashes), "
      + "immediate restarts of PostgreSQL \(databaseRestarts)"
  }

  /// One round, about a tenth of a second.
  func strike() throws {
    rounds += 1
    usleep(100_000)
    wake(before: .now())
    let functions = functionProcesses()
    if let victim = functions.randomElement(using: &random) {
      kill(victim, SIGKILL)
      killed += 1
    }
    if rounds.isMultiple(of: 10), let victim = functions.randomElement(using: &random) {
      // Longer than the lease of six seconds.
      if kill(victim, SIGSTOP) == 0 {
        paused.append((victim, .now() + .milliseconds(7000 + Int.random(in: 0...2000, using: &random))))
        pauses += 1
      }
    }
    if rounds.isMultiple(of: 200) { try crashHost() }
    if rounds.isMultiple(of: 330) { restartDatabase() }
  }

  /// Lets everything that is paused run on.
  func cease() throws {
    wake(before: .now() + .seconds(3600))
  }

  private func wake(before time: Instant) {
    for pause in paused where pause.until <= time { kill(pause.process, SIGCONT) }
    paused.removeAll { $0.until <= time }
  }

  /// The processes that run functions at the moment, as the host tells; none while it is down.
  private func functionProcesses() -> [Int32] {
    let answer = try? Client(bundle.servicesURL()).get("/host/functions")
    let functions =
      answer?.json["functions"]?.array ?? answer?.json["data"]?.array ?? answer?.json.array ?? []
    return functions.flatMap { function in
      (function["environments"]?.array ?? []).compactMap { $0["pid"]?.integer.map { Int32($0) } }
    }
  }

  private func crashHost() throws {
    scene.countCuts()
    try bundle.crash()
    try bundle.start()
    try scene.setFaults()
    hostCrashes += 1
  }

  /// SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, as after a crash. The host starts it again.
  private func restartDatabase() {
    guard let file = try? TextFile.read(bundle.directory + "/postgres/postmaster.pid"),
      let process = file.split(separator: "\n").first.flatMap({ Int32($0) })
    else { return }
    if kill(process, SIGQUIT) == 0 { databaseRestarts += 1 }
  }
}
