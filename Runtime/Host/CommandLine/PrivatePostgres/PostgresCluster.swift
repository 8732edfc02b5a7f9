internal import Core
internal import Glibc
internal import PrivateFiles

/// A PostgreSQL server of our own: no TCP, a socket that only those reach who are to, small memory.
///
/// It ends with this process: orderly at the end of `up`, and by the kernel's signal when this process is
/// killed. A server of the same state that still runs is waited for, and used as it is when it stays.
final class PostgresCluster {
  /// The bootstrap superuser; nothing but the set-up connects as it.
  static let administrator = "clientnest_admin"

  let location: ClusterLocation
  private let installation: PostgresInstallation
  private let log: String
  private var server: ChildProcess?

  init(_ installation: PostgresInstallation, at location: ClusterLocation, log: String) {
    self.installation = installation
    self.location = location
    self.log = log
  }

  /// Returns when the server answers.
  func start() throws {
    try location.create()
    if !location.isInitialized { try initialize() }
    try location.write(AccessRules.hostBased, to: "pg_hba.conf")
    try location.write(AccessRules.identities(location.administrators()), to: "pg_ident.conf")
    if try waitForPredecessor() { return }
    // Killed backends of a killed server hold its shared memory for moments longer: the first start may fail.
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      let server = try launch()
      self.server = server
      while server.isRunning, ContinuousClock.now < deadline {
        if isReady { return }
        usleep(50_000)
      }
      usleep(500_000)
    }
    throw CommandFailure(
      "PostgreSQL did not start within a minute", remedy: "The reason is at the end of \(log).",
      code: .unavailable)
  }

  /// Starts the server again when it has died.
  func keepRunning() throws {
    if let server, server.isRunning { return }
    if let pid = try recordedServer(), Self.isAlive(pid) { return }
    server = try launch()
  }

  /// Ends the server, whoever started it: clients are disconnected, what was committed is on disk.
  func stop() {
    let deadline = ContinuousClock.now + .seconds(20)
    guard let pid = try? recordedServer() else { return }
    kill(pid, SIGINT)
    while Self.isAlive(pid), server?.isRunning ?? true, ContinuousClock.now < deadline { usleep(10_000) }
    location.closeSocket()
  }

  /// A libpq URI of a database on this server.
  func uri(role: String, password: String, database: String) -> String {
    "postgresql://\(role):\(password)@/\(database)?host=\(PercentEncoding.encode(location.socket, keeping: "/"))"
  }

  /// Runs statements as the administrator; what they print, a row per line.
  func query(_ sql: String, in database: String = "postgres") throws -> String {
    let result = try ChildProcess.run(
      [
        installation.program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", location.socket,
        "-U", Self.administrator, "-d", database, "-f", "-",
      ], input: Array(sql.utf8))
    guard result.succeeded else { throw CommandFailure("PostgreSQL refused the set-up: \(result.output)") }
    return result.output
  }

  private var isReady: Bool {
    let probe = try? ChildProcess.run([
      installation.program("pg_isready"), "-q", "-h", location.socket, "-U", Self.administrator,
      "-d", "postgres",
    ])
    return probe?.succeeded ?? false
  }

  private func initialize() throws {
    // Who may come in stands in AccessRules, before the first start.
    let result = try ChildProcess.run(
      asOwner([
        installation.program("initdb"), "-D", location.data, "-U", Self.administrator, "--auth=reject",
        "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums",
      ]))
    guard result.succeeded else { throw CommandFailure("initdb failed: \(result.output)") }
  }

  /// Waits for the server of a killed host to end. True when one keeps running: it serves this host too.
  private func waitForPredecessor() throws -> Bool {
    guard let pid = try recordedServer() else { return false }
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
      guard Self.isAlive(pid) else { return false }
      usleep(50_000)
    }
    guard isReady else { return false }
    // It may have been started by other rules.
    kill(pid, SIGHUP)
    return true
  }

  /// The process that the data directory says serves it. It may be long dead.
  private func recordedServer() throws -> pid_t? {
    guard let bytes = try location.read("postmaster.pid") else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.flatMap { pid_t($0) }
  }

  private static func isAlive(_ pid: pid_t) -> Bool { kill(pid, 0) == 0 || errno == EPERM }

  private func launch() throws -> ChildProcess {
    let descriptor = try PrivateFile.open(log, O_WRONLY | O_CREAT | O_APPEND)
    defer { close(descriptor) }
    let settings =
      Self.settings + [
        "unix_socket_directories=\(location.socket)", "hba_file=\(location.data)/pg_hba.conf",
        "ident_file=\(location.data)/pg_ident.conf",
      ]
    let arguments =
      [installation.program("postgres"), "-D", location.data] + settings.flatMap { ["-c", $0] }
    // SIGINT is the server's "fast shutdown".
    return try ChildProcess(asOwner(arguments, endingWithUs: "INT"), output: descriptor)
  }

  private func asOwner(_ command: [String], endingWithUs signal: String = "TERM") -> [String] {
    Program.bound(toThisProcessBy: signal, as: location.user) + command
  }

  private static let settings = [
    "listen_addresses=", "shared_buffers=32MB", "max_connections=300", "fsync=on",
    // The planner's just-in-time compiler loads LLVM into every backend: 100 MB for short queries.
    "jit=off", "max_wal_size=256MB", "max_parallel_workers_per_gather=0", "autovacuum_max_workers=2",
    "max_logical_replication_workers=0",
    "log_min_messages=warning", "log_line_prefix=%m [%p] %u ", "timezone=UTC", "log_timezone=UTC",
  ]
}
