internal import Core
internal import Database
internal import TestSupport
internal import Testing

@Suite("A connection is kept, bounded by its deadline, and opened again when lost") struct ConnectionTests {
  private let database: TestDatabase

  init() throws { database = try PostgresServer.shared().makeEmptyDatabase() }

  private func processID(_ session: Session) throws -> Int {
    try session.only("select pg_backend_pid() as pid").value("pid")
  }

  private func terminate(_ pid: Int) throws {
    try database.asAdministrator.query("select pg_terminate_backend(\(pid), 5000)")
  }

  @Test("Sessions of one process share a connection")
  func kept() throws {
    let database = Database(url: self.database.url(.app))
    let first = try processID(database.session(.none, until: .now() + .seconds(5)))
    #expect(try processID(database.session(.none, until: .now() + .seconds(5))) == first)
  }

  @Test("A connection that the server ended is opened again before anything is sent")
  func lost() throws {
    let session = database.session(.app)
    let first = try processID(session)
    try terminate(first)
    #expect(try processID(session) != first)
    try terminate(processID(session))
    let last = try session.transaction { try processID(session) }
    #expect(last != first)
  }

  @Test("A connection lost within a transaction is an error: it is not known what others saw")
  func lostWithin() throws {
    let session = database.session(.app)
    let error = try #require(throws: DatabaseError.self) {
      try session.transaction {
        try terminate(processID(session))
        try session.query("select 1")
      }
    }
    guard case .unavailable = error else {
      Issue.record("\(error)")
      return
    }
    #expect(try processID(session) > 0)
  }

  @Test("A statement ends at the deadline, and the connection is usable after it")
  func deadline() throws {
    let database = Database(url: self.database.url(.app))
    let start = ContinuousClock.now
    #expect(throws: DatabaseError.timedOut) {
      try database.session(.none, until: .now() + .milliseconds(300)).query("select pg_sleep(20)")
    }
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(try processID(database.session(.none, until: .now() + .seconds(5))) > 0)
    // The server has ended it too.
    let row = try self.database.asAdministrator.only(
      """
      select count(*) as n from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and state = 'active'
        and pid <> pg_backend_pid()
      """)
    #expect(try row.value("n") == 0)
  }

  @Test("A deadline that is over lets nothing through")
  func past() throws {
    let session = Database(url: database.url(.app)).session(.none, until: .now() + .milliseconds(-100))
    #expect(throws: DatabaseError.timedOut) { try session.query("select pg_sleep(5)") }
  }

  @Test("Time-out and scope hold for one transaction and no longer")
  func settings() throws {
    let database = Database(url: self.database.url(.app))
    let organization = UUID.v7()
    func setting(_ name: String, _ session: Session) throws -> String? {
      try session.only("select current_setting(\(name), true) as value").optional("value")
    }
    let first = database.session(Scope(organization: organization, user: nil), until: .now() + .seconds(5))
    #expect(try setting("app.organization_id", first) == organization.description)
    let second = database.session(.none, until: .now() + .seconds(50))
    #expect(try setting("app.organization_id", second) == UUID.zero.description)
    let timeout = try #require(try setting("statement_timeout", second))
    #expect(timeout.hasSuffix("ms") || timeout == "50s")
    // What sets nothing sees nothing of the transactions before it.
    try second.script(
      """
      do $$ begin
        assert coalesce(current_setting('app.organization_id', true), '') = '';
        assert coalesce(current_setting('app.user_id', true), '') = '';
        assert current_setting('statement_timeout') = '0';
      end $$
      """)
  }

  @Test("No server is an error that can be tried again, after some seconds of patience")
  func absent() throws {
    let session = Database(url: "postgresql://x@/x?host=/tmp/clientnest-no-such-directory")
      .session(.none, until: .now() + .milliseconds(1200))
    let error = try #require(throws: DatabaseError.self) { try session.query("select 1") }
    guard case .unavailable = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.problem.status == 503)
  }

  @Test("A script runs many statements, and one that fails leaves nothing behind")
  func script() throws {
    let session = database.session(.owner)
    try session.script("create table a (n int); insert into a values (1); insert into a values (2);")
    #expect(try session.only("select count(*) as n from a").value("n") == 2)
    #expect(throws: DatabaseError.self) {
      try session.script("begin; insert into a values (3); select 1/0; commit;")
    }
    #expect(try session.only("select count(*) as n from a").value("n") == 2)
  }

  @Test("A statement that could not be prepared in time is prepared at its next use")
  func lockedTable() throws {
    let owner = database.session(.owner)
    try owner.script("create table c (n int); grant select on c to clientnest_app")
    let database = Database(url: self.database.url(.app))
    func read(_ time: Duration) throws -> Int {
      try database.session(.none, until: .now() + time).query("select n from c").count
    }
    try owner.transaction {
      try owner.query("lock table c in access exclusive mode")
      #expect(throws: DatabaseError.timedOut) { try read(.milliseconds(300)) }
    }
    #expect(try read(.seconds(5)) == 0)
  }

  @Test("A statement is prepared anew when its table has changed")
  func changedTable() throws {
    let session = database.session(.owner)
    try session.script("create table b (n int)")
    try session.query("insert into b values (1)")
    func read() throws -> Int { try session.query("select * from b").count }
    #expect(try read() == 1)
    try database.session(.owner).script("alter table b add column m text")
    // The first use after the change may fail; it must not fail for ever.
    _ = try? read()
    #expect(try read() == 1)
  }
}
