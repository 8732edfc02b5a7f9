internal import Core
internal import Glibc

/// What this machine must offer.
struct MachineChecks {
  let state: StateDirectory
  let gateway: GatewayOptions

  func findings() -> [Finding] {
    [
      stateDirectory(), processes(), ffmpeg(), disk(), descriptors(), gatewayPort(), objectsPort(), host(),
    ].compactMap { $0 }
  }

  private func processes() -> Finding {
    guard let setpriv = Program.find("setpriv") else {
      return .wrong(
        "processes", "setpriv is missing: PostgreSQL and the sandbox would outlive a killed host",
        remedy: "apt-get install util-linux")
    }
    return .fine("processes", setpriv)
  }

  /// Only for media that a platform does not take as they are.
  private func ffmpeg() -> Finding {
    guard let path = Program.find("ffmpeg") else {
      return .note("ffmpeg", "missing: media are not converted; apt-get install ffmpeg")
    }
    return .fine("ffmpeg", path)
  }

  private func stateDirectory() -> Finding {
    do {
      try state.create()
    } catch {
      return .wrong("state", error)
    }
    guard access(state.path, R_OK | W_OK | X_OK) == 0 else {
      return .wrong("state", "\(state.path) cannot be written", remedy: "Give its ownership to this account.")
    }
    return .fine("state", state.path)
  }

  /// A gigabyte: PostgreSQL's log of changes may take 256 MB of it, queues and logs the rest.
  private func disk() -> Finding {
    var status = statvfs()
    guard statvfs(state.path, &status) == 0 else { return .note("disk", "free space is unknown") }
    let free = Int(status.f_bavail) * Int(status.f_frsize) / 1_000_000
    return free >= 1000
      ? .fine("disk", "\(free) MB free")
      : .wrong("disk", "only \(free) MB free", remedy: "Free 1000 MB, or choose another --state-dir.")
  }

  /// Every environment of a function takes a few, every connection one.
  private func descriptors() -> Finding {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return limit.rlim_cur >= 1024
      ? .fine("open files", "at most \(limit.rlim_cur)")
      : .wrong("open files", "at most \(limit.rlim_cur)", remedy: "ulimit -n 4096")
  }

  private func gatewayPort() -> Finding {
    port(gateway.port, "port", \.port, remedy: "Choose another with --port or PORT.")
  }

  /// Of the object store, when one is chosen for it. A wrong one is named with the rest of the bundle.
  private func objectsPort() -> Finding? {
    (try? ObjectStoreLaunch.wantedPort()).flatMap { $0 }.map {
      port($0, "objects", \.objectsPort, remedy: "Choose another with OBJECTS_PORT.")
    }
  }

  private func port(
    _ port: Int, _ subject: String, _ own: (HostRecord) -> Int?, remedy: String
  ) -> Finding {
    if LoopbackPort.isFree(port, at: gateway.address) { return .fine(subject, "\(port) is free") }
    if let record = try? state.readHostRecord(), record.isRunning, own(record) == port {
      return .fine(subject, "\(port), our own host")
    }
    return .wrong(subject, "\(port) is taken", remedy: remedy, code: .unavailable)
  }

  private func host() -> Finding {
    guard let record = try? state.readHostRecord(), record.isRunning else {
      return .note("host", "not running on this state")
    }
    do {
      _ = try HostClient(state).get("/health")
      return .fine("host", "pid \(record.pid) on port \(record.port)")
    } catch {
      return .wrong("host", error)
    }
  }
}
