internal import Core
internal import Glibc
internal import Harness
internal import Testing

@Suite(
  "The host works in a directory that nobody else may write, and opens nothing that others planted",
  .serialized)
struct StateDirectoryTests {
  /// What is wrong with a directory.
  enum Fault: String, CaseIterable, Sendable {
    case writableByAll, writableByGroup, stickyItself, foreign, parentWritable, parentOfGroup, parentForeign
    case logsForeign, logsWritable, linkIntoWritable

    var needsRoot: Bool { rawValue.contains("oreign") }
  }

  @Test("Every command refuses it, says what to do, and leaves nothing in it", arguments: Fault.allCases)
  func refused(_ fault: Fault) throws {
    guard !fault.needsRoot || geteuid() == 0 else { return print("not root: \(fault) was not looked at") }
    let outer = TemporaryDirectory.path("outer")
    defer { try? TemporaryDirectory.remove(outer) }
    let (path, blamed) = try Self.make(fault, in: outer)
    let before = try TextFile.names(in: path)
    let commands = [
      ["up", "--no-demo", "--quiet", "--port", String(try freePort())], ["invoke", "ListTokenKeys"],
      ["queues"], ["queues", "peek", "MailQueue"], ["logs"], ["doctor"],
    ]
    for command in commands {
      let answer = try Self.clientnest(command + ["--state-dir", path])
      #expect(answer.status == (command == ["doctor"] ? 69 : 78), "\(command): \(answer.output)")
      #expect(answer.output.contains("\(blamed)"), "\(command): \(answer.output)")
      let remedy = fault.needsRoot ? "chown" : "chmod go-w"
      #expect(answer.output.contains(remedy), "\(command): \(answer.output)")
    }
    #expect(try TextFile.names(in: path) == before)
  }

  /// The path to give and the directory that is to be blamed.
  private static func make(_ fault: Fault, in outer: String) throws -> (path: String, blamed: String) {
    let (middle, state) = (outer + "/middle", outer + "/middle/state")
    for directory in [outer, middle, state, state + "/logs"] { mkdir(directory, 0o700) }
    func change(_ path: String, _ mode: mode_t, _ owner: uid_t? = nil) throws -> String {
      guard chmod(path, mode) == 0, owner.map({ chown(path, $0, 12_345) == 0 }) ?? true else {
        throw Timeout(description: "\(path) cannot be changed")
      }
      return path
    }
    switch fault {
    case .writableByAll: return (state, try change(state, 0o777))
    case .writableByGroup: return (state, try change(state, 0o770))
    // Others do not rename what is in it, but add to it.
    case .stickyItself: return (state, try change(state, 0o1777))
    case .foreign: return (state, try change(state, 0o700, 12_345))
    case .parentWritable: return (state, try change(middle, 0o777))
    case .parentOfGroup: return (state, try change(middle, 0o775))
    case .parentForeign: return (state, try change(middle, 0o755, 12_345))
    case .logsForeign: return (state, try change(state + "/logs", 0o700, 12_345))
    case .logsWritable: return (state, try change(state + "/logs", 0o777))
    case .linkIntoWritable:
      symlink(state, outer + "/link")
      return (outer + "/link", try change(middle, 0o777))
    }
  }

  @Test(
    "A secret that others read or have written is not used", arguments: ["mode", "owner", "link", "pipe"])
  func parameters(_ fault: String) throws {
    guard fault != "owner" || geteuid() == 0 else { return print("not root: \(fault) was not looked at") }
    let state = TemporaryDirectory.path("state")
    defer { try? TemporaryDirectory.remove(state) }
    let file = state + "/parameters.json"
    #expect(mkdir(state, 0o700) == 0)
    if fault == "pipe" {
      #expect(mkfifo(file, 0o600) == 0)
    } else {
      let other = fault == "link" ? state + "/other.json" : file
      try TextFile.write("{}", to: other)
      #expect(chmod(other, fault == "mode" ? 0o640 : 0o600) == 0)
      if fault == "owner" { #expect(chown(file, 12_345, 12_345) == 0) }
      if fault == "link" { #expect(symlink(other, file) == 0) }
    }
    for command in [["up", "--no-demo", "--quiet", "--port", String(try freePort())], ["doctor"]] {
      let answer = try Self.clientnest(command + ["--state-dir", state])
      #expect(answer.status == (command == ["doctor"] ? 69 : 78), "\(answer.output)")
      #expect(answer.output.contains(file), "\(answer.output)")
    }
  }

  @Test("Nothing is written through a link that was planted; what is kept is the host's alone")
  func links() throws {
    let bundle = try RunningBundle()
    let victim = TemporaryDirectory.path("victim")
    defer {
      try? bundle.dispose()
      unlink(victim)
    }
    try TextFile.write("untouched", to: victim)
    try bundle.stop()
    let drafts = ["host.json", "ticks.json", "parameters.json", "sandbox.port"].map { $0 + ".new" }
    // What is not there is written at the start.
    for name in ["sandbox.port", "ticks.json"] { unlink("\(bundle.directory)/\(name)") }
    let word = try bundle.parameter("OperatorToken")
    try TextFile.write("{}", to: bundle.directory + "/parameters.json")
    for name in drafts + ["sandbox.port"] {
      #expect(symlink(victim, "\(bundle.directory)/\(name)") == 0, "\(name)")
    }
    try bundle.start()
    #expect(try bundle.parameter("OperatorToken") != word)
    _ = try wait(for: "ticks", upTo: .seconds(20)) {
      access(bundle.directory + "/ticks.json", F_OK) == 0 ? true : nil
    }
    try Self.expectPrivate(bundle.directory)
    try bundle.stop()
    for name in [
      "logs/postgresql.log", "logs/sandbox.log", "lock", "events.sqlite", "sandbox-ledger.jsonl",
    ] {
      let (path, aside) = ("\(bundle.directory)/\(name)", "\(bundle.directory)/aside")
      #expect(rename(path, aside) == 0 && symlink(victim, path) == 0)
      let error = try #require(throws: Timeout.self) { try bundle.start() }
      let isTold = error.description.contains("symbolic link")
      #expect(isTold || name.hasPrefix("sandbox"), "\(error.description)")
      #expect(rename(aside, path) == 0)
    }
    try bundle.start()
    #expect(try TextFile.read(victim) == "untouched")
  }

  /// No file that others read, no directory that they write.
  private static func expectPrivate(_ directory: String) throws {
    var unseen = [directory]
    var count = 0
    while let path = unseen.popLast() {
      for name in try TextFile.names(in: path) where !["postgres", "socket"].contains(name) {
        let child = "\(path)/\(name)"
        var status = stat()
        // What SQLite has just removed.
        guard lstat(child, &status) == 0 else { continue }
        count += 1
        let isDirectory = status.st_mode & S_IFMT == S_IFDIR
        #expect(isDirectory || status.st_mode & S_IFMT == S_IFREG, "\(child)")
        #expect(status.st_mode & (isDirectory ? 0o022 : 0o077) == 0, "\(child)")
        #expect(status.st_uid == geteuid(), "\(child)")
        if isDirectory { unseen.append(child) }
      }
    }
    #expect(count > 260)
  }

  private static func clientnest(_ arguments: [String]) throws -> (status: Int32, output: String) {
    try ChildProcess.run(RunningBundle.binaries + "/clientnest", arguments)
  }
}
