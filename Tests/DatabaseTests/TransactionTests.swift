internal import Core
internal import Database
internal import TestSupport
internal import Testing

@Suite("A transaction is whole or nothing") struct TransactionTests {
  private struct Refusal: Error {}

  private let database: TestDatabase
  private let session: Session

  init() throws {
    database = try PostgresServer.shared().makeEmptyDatabase()
    session = database.session(.owner)
    try session.script(
      """
      create table parent (id int primary key);
      create table t (n int primary key check (n > 0), parent_id int references parent (id), name text not null default '',
        span int4range, exclude using gist (span with &&));
      """)
  }

  private func count() throws -> Int {
    try database.session(.owner).only("select count(*) as n from t").value("n")
  }

  @Test("What a body did is there for others when it has ended, and not before")
  func commit() throws {
    try session.transaction {
      try session.query("insert into t (n) values (1)")
      try session.query("insert into t (n) values (2)")
      #expect(try count() == 0)
    }
    #expect(try count() == 2)
  }

  @Test("A body that throws leaves nothing, and the next transaction begins anew")
  func rollback() throws {
    #expect(throws: Refusal.self) {
      try session.transaction {
        try session.query("insert into t (n) values (1)")
        throw Refusal()
      }
    }
    #expect(try count() == 0)
    try session.transaction { _ = try session.query("insert into t (n) values (3)") }
    #expect(try count() == 1)
  }

  @Test("A failed statement undoes those before it")
  func failedStatement() throws {
    #expect(throws: DatabaseError.constraint(.check, name: "t_n_check")) {
      try session.transaction {
        try session.query("insert into t (n) values (1)")
        try session.query("insert into t (n) values (0)")
      }
    }
    #expect(try count() == 0)
    #expect(try session.only("select 1 as one").value("one") == 1)
  }

  @Test("A transaction within another joins it")
  func joined() throws {
    #expect(throws: Refusal.self) {
      try session.transaction {
        try session.transaction { _ = try session.query("insert into t (n) values (1)") }
        #expect(try count() == 0)
        throw Refusal()
      }
    }
    #expect(try count() == 0)
  }

  @Test("Text that cannot be sent ends the transaction like any other error", arguments: [true, false])
  func unsendable(_ isFirst: Bool) throws {
    #expect(throws: DatabaseError.self) {
      try session.transaction {
        if !isFirst { try session.query("insert into t (n) values (1)") }
        try session.query("insert into t (n, name) values (2, \("a\u{0}"))")
      }
    }
    #expect(try count() == 0)
    try session.transaction { _ = try session.query("insert into t (n) values (3)") }
    #expect(try count() == 1)
  }

  @Test("A body without statements sends nothing") func empty() throws {
    #expect(try session.transaction { 5 } == 5)
  }

  @Test(
    "A rule of the schema that refuses a row is told by its kind and name",
    arguments: [
      ("insert into t (n) values (7), (7)", .constraint(.unique, name: "t_pkey")),
      ("insert into t (n) values (0)", .constraint(.check, name: "t_n_check")),
      ("insert into t (n, parent_id) values (8, 9)", .constraint(.foreignKey, name: "t_parent_id_fkey")),
      ("insert into t (n, name) values (8, null)", .constraint(.notNull, name: "")),
      (
        "insert into t (n, span) values (8, '[1,5)'), (9, '[4,6)')",
        .constraint(.exclusion, name: "t_span_excl")
      ),
      ("select 1/0", .refused(sqlState: "22012", message: "division by zero")),
      ("select x from t", .refused(sqlState: "42703", message: "column \"x\" does not exist")),
      ("do $$ begin raise exception 'no' using errcode = 'serialization_failure'; end $$", .conflict),
    ] as [(SQL, DatabaseError)])
  func refusals(_ statement: SQL, _ error: DatabaseError) throws {
    #expect(throws: error) { try session.query(statement) }
    // Nothing of it is left, and the connection is usable.
    #expect(try count() == 0)
    try session.transaction { _ = try session.query("insert into t (n) values (1)") }
    #expect(try count() == 1)
  }

  @Test("Of two transactions that wait for each other, one is told that it may try again")
  func deadlock() async throws {
    try session.query("insert into t (n) values (1), (2)")
    let outcomes = await withTaskGroup { [database] group in
      for order in [[1, 2], [2, 1]] {
        group.addTask {
          let session = database.session(.owner)
          do {
            try session.transaction {
              for n in order {
                try session.query("update t set name = 'x' where n = \(n)")
                // Both hold their first row before either asks for its second.
                try session.query("select pg_advisory_xact_lock_shared(\(n))")
                if n == order[0] { try Self.waitForOther(order[1], session) }
              }
            }
            return nil as DatabaseError?
          } catch {
            return error as? DatabaseError
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.compactMap { $0 } == [.conflict])
  }

  /// Returns once the other transaction holds its advisory lock, which it takes after its row.
  private static func waitForOther(_ number: Int, _ session: Session) throws {
    for _ in 0..<500 {
      let row = try session.only(
        """
        select exists (select from pg_locks where locktype = 'advisory' and objid = \(number)::bigint::oid and granted) as held,
          pg_sleep(0.01)::text
        """)
      if try row.value("held") { return }
    }
  }
}
