internal import Core
internal import Glibc
internal import Harness

/// Somebody on the machine who tries to come into a bundle's database: with the user and the groups of a function's
/// environment, as one that was taken over has them.
struct DatabaseVisitor {
  let user: Int
  let group: Int
  let groups: [Int]
  /// The address that the template gives it.
  var address: String?

  init(user: Int, group: Int, groups: [Int] = []) {
    self.user = user
    self.group = group
    self.groups = groups
  }

  /// An environment of the function, which is started when there is none.
  init(_ function: String, of bundle: RunningBundle) throws {
    try bundle.invoke(function)
    let process = try wait(for: "environment of \(function)", upTo: .seconds(10)) {
      bundle.processes(of: function).first
    }
    guard let user = ProcessStatus.numbers("Uid", of: process).first,
      let group = ProcessStatus.numbers("Gid", of: process).first
    else { throw Timeout(description: "the process of \(function) has ended") }
    self.init(user: user, group: group, groups: ProcessStatus.numbers("Groups", of: process))
    let variable = ProcessStatus.words("environ", of: process).first { $0.hasPrefix("DATABASE_URL=") }
    address = variable.map { String($0.dropFirst("DATABASE_URL=".count)) }
  }

  /// In its own address.
  var password: String? {
    address?.split(separator: "@").first?.split(separator: ":").last.map(String.init)
  }

  /// What the database's program says to a statement.
  func run(
    _ statement: String, as role: String, _ password: String?, in bundle: RunningBundle
  ) throws -> (status: Int32, output: String) {
    let name = password.map { "\(role):\($0)" } ?? role
    let address = try "postgresql://\(name)@/clientnest?host=\(bundle.databaseSocket())"
    let groups =
      groups.isEmpty ? ["--clear-groups"] : ["--groups", groups.map(String.init).joined(separator: ",")]
    return try ChildProcess.run(
      "/usr/bin/setpriv",
      ["--reuid", String(user), "--regid", String(group)] + groups
        + [RunningBundle.psql(), "-XAtqw", "-c", statement, address])
  }
}
