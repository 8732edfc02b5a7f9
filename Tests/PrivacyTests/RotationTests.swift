internal import Audit
internal import Core
internal import Cryptography
internal import Database
internal import Harness
internal import TestSupport
internal import Testing
internal import Vault

@Suite("Secrets are sealed anew by the newest key, whatever happens meanwhile") struct RotationTests {
  private let database: TestDatabase
  private let tenants: [Tenant]
  private let old = Base64.encode(SecureRandom.bytes(32))
  private let new = Base64.encode(SecureRandom.bytes(32))
  private let oldFactorKey = Base64.encode(SecureRandom.bytes(32))
  private let newFactorKey = Base64.encode(SecureRandom.bytes(32))

  init() throws {
    database = try PostgresServer.shared().makeDatabase()
    tenants = [try Tenant(in: database), try Tenant(in: database)]
  }

  private func place(_ tenant: Tenant, _ account: UUID) -> Envelope.Place {
    Envelope.Place(organization: tenant.organization, table: "account", column: "credentials", row: account)
  }

  /// Three accounts of each tenant, sealed by the old key; the ones that tenants have already included.
  private func sealAll() throws -> [(tenant: Tenant, account: UUID)] {
    let envelope = try Envelope(keys: old)
    return try tenants.flatMap { tenant in
      let more = [UUID.v7(), UUID.v7()]
      for id in more { try tenant.insertAccount(id, platform: "x") }
      return try ([tenant.account] + more).map { account in
        try database.asAdministrator.query(
          """
          update account set credentials = \(Bytes(try envelope.seal(account.bytes, for: place(tenant, account))))
          where id = \(account)
          """)
        return (tenant, account)
      }
    }
  }

  private func rotation(batch: Int = 100) throws -> Rotation {
    Rotation(database.session(.privacy), try keys(), from: .job(traceID: nil), batch: batch)
  }

  private func keys() throws -> VaultKeys {
    VaultKeys(
      accounts: try Envelope(keys: "\(new),\(old)"),
      factors: try Envelope(keys: "\(newFactorKey),\(oldFactorKey)"))
  }

  /// The second factor of each person, sealed by the old key.
  private func sealFactors() throws -> [UUID] {
    let envelope = try Envelope(keys: oldFactorKey)
    return try tenants.map { tenant in
      let id = UUID.v7()
      let place = Envelope.Place(organization: .zero, table: "second_factor", column: "secret", row: id)
      try database.asAdministrator.query(
        """
        insert into second_factor (id, user_id, name, secret)
        values (\(id), \(tenant.user), 'Telephone', \(Bytes(try envelope.seal(id.bytes, for: place))))
        """)
      return id
    }
  }

  /// How many of the accounts a key opens, each in its place and with its own secret.
  private func opened(_ accounts: [(tenant: Tenant, account: UUID)], by key: String) throws -> Int {
    let envelope = try Envelope(keys: key)
    return try accounts.filter { tenant, account in
      let row = try database.asAdministrator.only("select credentials from account where id = \(account)")
      let sealed: Bytes = try row.value("credentials")
      return (try? envelope.open(sealed.bytes, for: place(tenant, account))) == account.bytes
    }.count
  }

  @Test("Afterwards the new key opens everything and the old one nothing; it is in the audit trail")
  func all() throws {
    let accounts = try sealAll()
    #expect(try opened(accounts, by: old) == 6)
    let counts = try rotation(batch: 4).run(until: .now() + .seconds(30))
    #expect(counts == Rotation.Counts(resealed: 6, unopened: 0, isComplete: true))
    #expect(try opened(accounts, by: new) == 6)
    #expect(try opened(accounts, by: old) == 0)
    for tenant in tenants {
      let rows = try database.asAdministrator.query(
        """
        select p.content -> 'after' ->> 'count' as count from event e join event_private p using (stream_id, sequence)
        where e.stream_id = \(tenant.organization) and e.action = 'secrets.resealed'
        """)
      #expect(try rows.reduce(0) { $0 + (Int(try $1.value("count") as String) ?? 0) } == 3)
      #expect(try EventStore(database.session(.privacy)).findBroken(in: tenant.organization) == nil)
    }
    #expect(try rotation().run(until: .now() + .seconds(30)).resealed == 0)
  }

  @Test("Killed in the middle, it has lost nothing, and the next run does the rest") func killed()
    async throws
  {
    let accounts = try sealAll().sorted {
      ($0.tenant.organization.description, $0.account.description)
        < ($1.tenant.organization.description, $1.account.description)
    }
    // Somebody holds the fourth account: the second batch of two waits for it.
    let holder = database.asAdministrator
    try holder.script("begin; select from account where id = '\(accounts[3].account)' for update")
    let (database, keys) = (database, try keys())
    let run = Task.detached {
      let session = database.session(.privacy)
      return try Rotation(session, keys, from: .job(traceID: nil), batch: 2)
        .run(until: .now() + .seconds(60))
    }
    let process = try wait(for: "the rotation to wait for the lock", upTo: .seconds(20)) {
      try database.asAdministrator.first(
        "select pid from pg_stat_activity where usename = 'clientnest_privacy' and wait_event_type = 'Lock'"
      )?.value("pid") as Int?
    }
    try database.asAdministrator.query("select pg_terminate_backend(\(process))")
    await #expect(throws: (any Error).self) { try await run.value }
    try holder.script("rollback")
    #expect(try opened(accounts, by: new) == 2)
    #expect(try opened(accounts, by: old) == 4)
    let counts = try rotation(batch: 2).run(until: .now() + .seconds(30))
    #expect(counts == Rotation.Counts(resealed: 4, unopened: 0, isComplete: true))
    #expect(try opened(accounts, by: new) == 6)
  }

  @Test("What no key opens stays as it is and is counted; the rest is done") func unopened() throws {
    let accounts = try sealAll()
    try database.asAdministrator.query(
      "update account set credentials = '\\x0102030405' where id = \(accounts[0].account)")
    let counts = try rotation(batch: 2).run(until: .now() + .seconds(30))
    #expect(counts == Rotation.Counts(resealed: 5, unopened: 1, isComplete: true))
    #expect(try opened(accounts, by: new) == 5)
  }

  /// How many rows of the column begin with the header of the key's seals.
  private func count(_ column: SealedColumn, sealedBy key: String) throws -> Int {
    let parts = column.name.split(separator: ".")
    let header = Hex.encode(try Envelope(keys: key).header)
    // The names come from the program.
    return try database.asAdministrator.only(
      SQL(
        stringLiteral:
          "select count(*) as n from \(parts[0]) where encode(substr(\(parts[1]), 1, \(Envelope.headerSize)), 'hex') = '\(header)'"
      )
    ).value("n")
  }

  @Test("Of every sealed column, all rows are sealed anew and none is left by an older key")
  func everyColumn() throws {
    let accounts = try sealAll()
    let factors = try sealFactors()
    let rows = ["account.credentials": accounts.count, "second_factor.secret": factors.count]
    #expect(Set(rows.keys) == Set(SealedColumn.all.map(\.name)))
    func keys(of column: SealedColumn) -> (old: String, new: String) {
      switch column.keys {
      case .accounts: (old, new)
      case .factors: (oldFactorKey, newFactorKey)
      }
    }
    for column in SealedColumn.all {
      #expect(try count(column, sealedBy: keys(of: column).old) == rows[column.name], "\(column.name)")
    }
    let counts = try rotation(batch: 2).run(until: .now() + .seconds(30))
    #expect(counts == Rotation.Counts(resealed: rows.values.reduce(0, +)))
    for column in SealedColumn.all {
      #expect(try count(column, sealedBy: keys(of: column).old) == 0, "\(column.name)")
      #expect(try count(column, sealedBy: keys(of: column).new) == rows[column.name], "\(column.name)")
    }
    // Each opens in its place, and its person is told.
    let envelope = try Envelope(keys: newFactorKey)
    for (tenant, factor) in zip(tenants, factors) {
      let row = try database.asAdministrator.only("select secret from second_factor where id = \(factor)")
      let sealed: Bytes = try row.value("secret")
      let place = Envelope.Place(organization: .zero, table: "second_factor", column: "secret", row: factor)
      #expect(try envelope.open(sealed.bytes, for: place) == factor.bytes)
      let told = try database.asAdministrator.query(
        "select from event where stream_id = \(tenant.user) and action = 'secrets.resealed'")
      #expect(told.count == 1)
    }
  }

  @Test("An account without tokens, as a disconnected one, is neither sealed nor counted as lost")
  func disconnected() throws {
    let accounts = try sealAll()
    try database.asAdministrator.query(
      "update account set state = 'disconnected', credentials = '' where id = \(accounts[0].account)")
    let counts = try rotation().run(until: .now() + .seconds(30))
    #expect(counts == Rotation.Counts(resealed: 5))
  }

  @Test("Without time it does nothing and says so") func noTime() throws {
    let accounts = try sealAll()
    #expect(try !rotation().run(until: .now()).isComplete)
    #expect(try opened(accounts, by: old) == 6)
  }
}
