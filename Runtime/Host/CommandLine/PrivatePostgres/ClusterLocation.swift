internal import Core
internal import Cryptography
internal import Glibc
internal import Host

/// Where a private cluster lives and as whom it runs.
struct ClusterLocation {
  /// The data directory.
  let data: String
  /// The directory of the Unix socket, readable only by the owner of the cluster (and root).
  let socket: String
  /// The account that runs the server; nil for the one that runs this process. PostgreSQL refuses to run as root.
  let user: String?
  private let uid: uid_t
  private let gid: gid_t

  init(under state: StateDirectory) throws {
    let name = Hex.encode(SHA256.hash(Array(state.path.utf8)).prefix(6))
    let home: String
    if geteuid() == 0 {
      guard let account = getpwnam("postgres") else {
        throw CommandFailure(
          "PostgreSQL does not run as root, and there is no account 'postgres' to run it as",
          remedy: "Run as an ordinary user, or install the package postgresql, which makes the account.",
          code: .unavailable)
      }
      user = "postgres"
      uid = account.pointee.pw_uid
      gid = account.pointee.pw_gid
      // Root's own directories are closed to others: the cluster then lives where its owner can go, and
      // stays there when the permissions change.
      let elsewhere = "/var/lib/clientnest/\(name)"
      let isElsewhere = Self.holdsCluster(elsewhere)
      home = !isElsewhere && Self.isOpenToAll(state.path) ? state.path : elsewhere
    } else {
      user = nil
      uid = geteuid()
      gid = getegid()
      home = state.path
    }
    data = "\(home)/postgres"
    // A socket's path has at most 107 bytes (`man 7 unix`).
    let longest = "\(home)/socket/.s.PGSQL.5432.lock"
    socket = longest.utf8.count <= 107 ? "\(home)/socket" : "/tmp/clientnest-\(name)"
  }

  /// Makes both directories as the server wants them: its own, and closed to others. One that somebody else
  /// made (in /tmp anybody can) is taken over by root and refused to others.
  func create() throws {
    for path in [data, socket] {
      try LocalFile.makeDirectory(path)
      guard lchown(path, uid, gid) == 0, chmod(path, 0o700) == 0 else {
        throw CommandFailure.system("cannot hand \(path) to the account of PostgreSQL")
      }
    }
    // Functions that run as users of their own come to the socket, and to nothing else, by their group.
    guard EnvironmentAccounts.areUsable else { return }
    guard lchown(socket, uid, EnvironmentAccounts.group) == 0, chmod(socket, 0o710) == 0 else {
      throw CommandFailure.system("cannot open \(socket) to the functions")
    }
  }

  var isInitialized: Bool { LocalFile.exists("\(data)/PG_VERSION") }

  private static func holdsCluster(_ home: String) -> Bool { LocalFile.exists("\(home)/postgres/PG_VERSION") }

  /// Whether every account may pass through the directory; one that is not there yet will be open.
  private static func isOpenToAll(_ path: String) -> Bool {
    var directory = path
    while !directory.isEmpty {
      var status = stat()
      if stat(directory, &status) == 0, status.st_mode & S_IXOTH == 0 { return false }
      directory = directory.lastIndex(of: "/").map { String(directory[..<$0]) } ?? ""
    }
    return true
  }
}
