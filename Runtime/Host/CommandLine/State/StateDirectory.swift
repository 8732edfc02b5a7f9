internal import Core
internal import Glibc
internal import PrivateFiles

/// The directory that holds everything the host keeps: queues, keys, logs, the private PostgreSQL.
struct StateDirectory {
  let path: String

  init(_ path: String) { self.path = LocalFile.absolute(path) }

  var queues: String { path + "/queues.sqlite" }
  var parameters: String { path + "/parameters.json" }
  var demoLogin: String { path + "/demo.json" }
  var logs: String { path + "/logs" }
  var hostLog: String { logs + "/clientnest.jsonl" }
  private var lockFile: String { path + "/lock" }
  private var hostRecord: String { path + "/host.json" }

  /// Throws when somebody else could exchange what is kept here: keys that sign for everybody, and with them all else.
  func check() throws(FileFailure) {
    for directory in [path, logs] { try PrivateDirectory.check(directory) }
  }

  /// Closed to others; passable when root owns it, because the account of PostgreSQL lives below it.
  func create() throws {
    try check()
    try LocalFile.makeDirectory(path, mode: geteuid() == 0 ? 0o711 : 0o700)
    try LocalFile.makeDirectory(logs, mode: 0o700)
    try check()
  }

  /// Makes this process the only one that runs this state, until it ends. The kernel drops the lock with the
  /// process, however that ends.
  func lock() throws {
    // Not closed: the open descriptor is the lock. Close-on-exec, so that no function inherits it.
    let descriptor = try PrivateFile.open(lockFile, O_RDWR | O_CREAT)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let other = try? LocalFile.readAll(descriptor, from: lockFile)
      throw CommandFailure(
        "another clientnest (pid \(other.map { String(decoding: $0, as: UTF8.self) } ?? "unknown")) uses \(path)",
        remedy: "Stop it, or give this one its own --state-dir and --port.", code: .busy)
    }
    let pid = Array(String(getpid()).utf8)
    ftruncate(descriptor, 0)
    pwrite(descriptor, pid, pid.count, 0)
  }

  /// What the last host wrote about itself, whether it still runs or not.
  func readHostRecord() throws -> HostRecord? {
    guard let bytes = try PrivateFile.read(hostRecord) else { return nil }
    return (try? JSON(parsing: bytes)).flatMap(HostRecord.init)
  }

  func write(_ record: HostRecord) throws { try PrivateFile.replace(hostRecord, with: record.json.encoded()) }
}

/// Where a host is reached. Kept between runs, so that addresses stay the same.
struct HostRecord {
  let pid: Int32
  let port: Int
  let servicesPort: Int
  /// nil when real platforms are used.
  let sandboxPort: Int?
  /// nil when the template has no bucket.
  let objectsPort: Int?

  init(pid: Int32, port: Int, servicesPort: Int, sandboxPort: Int?, objectsPort: Int?) {
    self.pid = pid
    self.port = port
    self.servicesPort = servicesPort
    self.sandboxPort = sandboxPort
    self.objectsPort = objectsPort
  }

  init?(_ json: JSON) {
    guard let pid = json["pid"]?.integer, let port = json["port"]?.integer,
      let servicesPort = json["services_port"]?.integer
    else { return nil }
    self.init(
      pid: Int32(truncatingIfNeeded: pid), port: Int(port), servicesPort: Int(servicesPort),
      sandboxPort: json["sandbox_port"]?.integer.map(Int.init),
      objectsPort: json["objects_port"]?.integer.map(Int.init))
  }

  var json: JSON {
    [
      "pid": JSON(Int(pid)), "port": JSON(port), "services_port": JSON(servicesPort),
      "sandbox_port": sandboxPort.map { JSON($0) } ?? .null,
      "objects_port": objectsPort.map { JSON($0) } ?? .null,
    ]
  }

  var isRunning: Bool { kill(pid, 0) == 0 || errno == EPERM }
}
