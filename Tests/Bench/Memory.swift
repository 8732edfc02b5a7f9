internal import Core
internal import Harness

/// What the whole bundle occupies when nothing is asked of it: host, sandbox, PostgreSQL, every function warm.
enum Memory {
  static func measure(_ bundle: RunningBundle) throws {
    for name in try Sizes.functionNames() {
      let event = try JSON(parsing: TextFile.read("events/\(name).json"))
      _ = try bundle.invoke(name, event)
    }
    let processes = try ProcessStatus.tree(from: bundle.processIdentifier)
    // Pages that processes share are counted once, in equal parts (Pss), and in each of them (Rss).
    let proportional = processes.reduce(0) { $0 + kilobytes("Pss:", $1) }
    let resident = processes.reduce(0) { $0 + kilobytes("Rss:", $1) }
    report("host.rss_mb", Double(kilobytes("Rss:", bundle.processIdentifier)) / 1024, "MiB")
    report("idle_processes", Double(processes.count), "processes")
    report("idle_pss_mb", Double(proportional) / 1024, "MiB")
    report("idle_rss_mb", Double(resident) / 1024, "MiB")
  }

  private static func kilobytes(_ label: String, _ process: Int32) -> Int {
    guard let text = try? TextFile.read("/proc/\(process)/smaps_rollup"),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(label) })
    else { return 0 }
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }
}
