internal import Core
internal import Glibc
internal import Harness
internal import Testing

@Suite(
  "A function comes into the database as the role of its own address, and as no other", .bundle, .serialized)
struct DatabaseDoorTests {
  /// A function of each kind, with the role of the address that the template gives it.
  private static let functions = [
    "ListTokenKeys": nil, "ListWorkspaces": "app", "DispatchDueDeliveries": "worker", "LogIn": "identity",
    "PruneExpired": "privacy", "Migrate": "owner",
  ]
  private static let passwords = [
    "app": "DatabasePassword", "worker": "WorkerDatabasePassword", "identity": "IdentityDatabasePassword",
    "privacy": "PrivacyDatabasePassword", "owner": "OwnerDatabasePassword",
  ]

  private let here: RunningBundle

  init() throws { here = try bundle() }

  @Test(
    "Each kind of function × each role",
    .enabled(if: geteuid() == 0, "not root: all functions are one user, and come to the socket alike"))
  func matrix() throws {
    for (function, own) in Self.functions {
      let visitor = try DatabaseVisitor(function, of: here)
      #expect(visitor.user >= 400_000 && visitor.group == visitor.user, "\(function)")
      #expect(visitor.address?.hasPrefix("postgresql://clientnest_\(own ?? ""):") ?? (own == nil))
      for role in Self.passwords.keys {
        let name = "clientnest_\(role)"
        #expect(try visitor.run("select 1", as: name, nil, in: here).status != 0, "\(function): \(name)")
        let answer = try visitor.run("select current_user", as: name, visitor.password ?? "x", in: here)
        #expect((answer.status == 0) == (role == own), "\(function): \(name): \(answer.output)")
        #expect(answer.status != 0 || answer.output == name + "\n")
      }
      for administrator in ["clientnest_admin", "postgres"] {
        let answer = try visitor.run("select 1", as: administrator, visitor.password, in: here)
        #expect(answer.status != 0, "\(function): \(administrator)")
      }
    }
  }

  @Test(
    "Without an address of the database nobody enters the directory of its socket, whatever they know",
    .enabled(if: geteuid() == 0, "not root: all functions are one user, and come to the socket alike"))
  func directory() throws {
    let strangers = try [
      DatabaseVisitor("ListTokenKeys", of: here), DatabaseVisitor(user: 400_123, group: 400_000),
      DatabaseVisitor(user: 65_534, group: 65_534),
    ]
    for stranger in strangers {
      #expect(stranger.groups.isEmpty)
      for (role, name) in Self.passwords {
        let password = try here.parameter(name)
        let answer = try stranger.run("select 1", as: "clientnest_\(role)", password, in: here)
        #expect(answer.status != 0 && answer.output.contains("Permission denied"), "\(answer.output)")
      }
    }
  }

  @Test(
    "The functions of another host on the machine do not enter it either",
    .enabled(if: geteuid() == 0, "not root: all functions are one user, and come to the socket alike"))
  func otherHost() throws {
    let other = try RunningBundle()
    defer { try? other.dispose() }
    let visitor = try DatabaseVisitor("LogIn", of: other)
    #expect(try visitor.run("select 1", as: "clientnest_identity", visitor.password, in: other).status == 0)
    let password = try here.parameter("IdentityDatabasePassword")
    let answer = try visitor.run("select 1", as: "clientnest_identity", password, in: here)
    #expect(answer.status != 0 && answer.output.contains("Permission denied"), "\(answer.output)")
  }

  @Test("The server listens to its socket only, and trusts nobody's word") func rules() throws {
    try Self.expectClosed(here)
  }

  static func expectClosed(_ bundle: RunningBundle) throws {
    let rules = try bundle.sql(
      "select type, auth_method, array_to_string(user_name, ','), coalesce(error, '') from pg_hba_file_rules")
    let methods = rules.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
    #expect(methods.count == 7)
    for rule in methods {
      #expect(rule.count == 3 && rule[0] == "local", "\(rule)")
      #expect(["peer", "scram-sha-256", "reject"].contains(rule[1]), "\(rule)")
      #expect((rule[1] == "peer") == (rule[2] == "clientnest_admin"), "\(rule)")
    }
    #expect(try bundle.sql("select count(*) from pg_ident_file_mappings where error is not null") == "0")
    #expect(try bundle.sql("show listen_addresses").isEmpty)
    let missing = "select count(*) from pg_authid where rolcanlogin and rolname like 'clientnest%'"
    #expect(try bundle.sql(missing + " and rolpassword like 'SCRAM-SHA-256$%'") == "5")
    #expect(try bundle.sql(missing) == "6")
  }

  @Test("No role of a function runs programs, reads files of the server, or makes temporary tables")
  func programs() throws {
    #expect(
      try here.sql(
        """
        select string_agg(rolname, ',') from pg_roles where rolname !~ '^pg_' and (rolsuper or rolbypassrls
          or rolcreaterole or rolcreatedb or rolreplication
          or pg_has_role(oid, 'pg_execute_server_program', 'member'))
        """) == "clientnest_admin")
    let memberships = "select count(*) from pg_auth_members where member::regrole::text like 'clientnest%'"
    #expect(try here.sql(memberships) == "0")
    for role in Self.passwords.keys {
      for statement in [
        "copy (select 1) to program 'id'", "copy (select 1) to '/tmp/clientnest-copied'",
        "select pg_read_file('postgresql.conf')", "create temporary table event_stream (stream_id uuid)",
        "create schema bad", "set role clientnest_admin", "alter role clientnest_\(role) superuser",
      ] {
        let error = try #require(throws: Timeout.self) {
          try here.sql("set session authorization clientnest_\(role); \(statement)")
        }
        let refusals = ["permission denied", "must be superuser"]
        #expect(refusals.contains { error.description.contains($0) }, "\(error.description)")
      }
    }
  }

  @Test("Passwords stand in no log") func logs() throws {
    let logs = try here.logs()
    #expect(!logs.contains("SCRAM-SHA-256$"))
    for name in Self.passwords.values { #expect(try !logs.contains(here.parameter(name))) }
  }
}
