internal import Core
internal import Cryptography
internal import Glibc
internal import PrivateFiles

/// Where a private cluster lives and as whom it runs.
struct ClusterLocation {
  /// The data directory.
  let data: String
  /// The directory of the Unix socket. Besides the owner of the cluster (and root) only those enter it who are in the
  /// group of the database.
  let socket: String
  /// The account that runs the server; nil for the one that runs this process. PostgreSQL refuses to run as root.
  let user: String?
  private let home: String
  private let owner: (user: uid_t, group: gid_t)
  /// nil when functions run as the host's user.
  private let group: gid_t?

  init(under state: StateDirectory, openTo group: gid_t? = nil) throws {
    let name = Hex.encode(SHA256.hash(Array(state.path.utf8)).prefix(6))
    self.group = group
    if geteuid() == 0 {
      guard let account = getpwnam("postgres") else {
        throw CommandFailure(
          "PostgreSQL does not run as root, and there is no account 'postgres' to run it as",
          remedy: "Run as an ordinary user, or install the package postgresql, which makes the account.",
          code: .unavailable)
      }
      user = "postgres"
      owner = (account.pointee.pw_uid, account.pointee.pw_gid)
      // Root's own directories are closed to others: the cluster then lives where its owner can go, and
      // stays there when the permissions change.
      let elsewhere = "/var/lib/clientnest/\(name)"
      let isElsewhere = Self.holdsCluster(elsewhere)
      home = !isElsewhere && OpenPath.isPassable(state.path) ? state.path : elsewhere
    } else {
      user = nil
      owner = (geteuid(), getegid())
      home = state.path
    }
    data = "\(home)/postgres"
    // A socket's path has at most 107 bytes (`man 7 unix`). Only root makes names in /run; those in /tmp anybody can.
    let longest = "\(home)/socket/.s.PGSQL.5432.lock"
    let short = geteuid() == 0 ? "/run/clientnest-\(name)" : "/tmp/clientnest-\(geteuid())-\(name)"
    socket = longest.utf8.count <= 107 ? "\(home)/socket" : short
  }

  /// Makes both directories as the server wants them: its own, and closed to others. One that somebody else made is
  /// refused.
  func create() throws {
    try PrivateDirectory.check(home)
    try LocalFile.makeDirectory(home)
    for path in [data, socket] { try create(path) }
    guard let group else { return }
    guard lchown(socket, owner.user, group) == 0, chmod(socket, 0o710) == 0 else {
      throw CommandFailure.system("cannot open \(socket) to the functions")
    }
  }

  /// Nobody is in the group any more, or others are: another host may get its number.
  func closeSocket() { lchown(socket, owner.user, owner.group) }

  /// Writes a file that the server reads.
  func write(_ text: String, to name: String) throws {
    try PrivateFile.replace("\(data)/\(name)", with: Array(text.utf8), owner: owner)
  }

  /// A file that the server wrote; nil when there is none.
  func read(_ name: String) throws -> [UInt8]? {
    try PrivateFile.read("\(data)/\(name)", owner: owner.user)
  }

  /// The names of those who may administer the server: who runs it, and who runs this process.
  func administrators() throws -> [String] {
    try Set([owner.user, geteuid()]).sorted().map { user in
      guard let account = getpwuid(user) else {
        throw CommandFailure(
          "the user \(user) has no entry in /etc/passwd, and PostgreSQL does not run as such",
          remedy: "Make one, or run as another user.", code: .unavailable)
      }
      return String(cString: account.pointee.pw_name)
    }
  }

  var isInitialized: Bool { LocalFile.exists("\(data)/PG_VERSION") }

  private func create(_ path: String) throws {
    if mkdir(path, 0o700) == 0 || isOurs(path) {
      guard lchown(path, owner.user, owner.group) == 0 else {
        throw CommandFailure.system("cannot hand \(path) to the account of PostgreSQL")
      }
    }
    try PrivateDirectory.make(path, owner: owner.user)
    guard chmod(path, 0o700) == 0 else { throw CommandFailure.system("cannot close \(path) to others") }
  }

  /// Made by this process, or by one that did not get as far as handing it over.
  private func isOurs(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
  }

  private static func holdsCluster(_ home: String) -> Bool { LocalFile.exists("\(home)/postgres/PG_VERSION") }
}
