internal import CPostgres
internal import Core

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A connection to PostgreSQL, opened when first needed, kept between invocations, opened again when lost.
///
/// It stays in libpq's pipeline mode: all statements of a batch travel in one round trip.
final class Connection {
  private let url: String
  private var connection: OpaquePointer?
  /// Names of statements that this connection has prepared, by their text.
  private var prepared: [String: String] = [:]

  init(url: String) { self.url = url }

  deinit { close() }

  /// Closes it, so that the next batch opens a new one.
  func close() {
    PQfinish(connection)
    connection = nil
    prepared = [:]
  }

  /// Makes sure that there is a connection. One whose server went away is noticed here, before anything is
  /// sent: its socket has something to read, its end or a last word, while nothing was asked.
  ///
  /// A server that is starting is waited for, some seconds at most.
  func open(deadline: Instant) throws(DatabaseError) {
    if let connection {
      var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
      if poll(&socket, 1, 0) == 0 { return }
      close()
    }
    let patience = min(deadline + .seconds(-1), .now() + .seconds(5))
    while true {
      do throws(DatabaseError) {
        return try connect()
      } catch {
        guard Instant.now() < patience else { throw error }
        usleep(100_000)
      }
    }
  }

  private func connect() throws(DatabaseError) {
    let settings = [
      "dbname": url, "connect_timeout": "5", "client_encoding": "UTF8",
      "fallback_application_name": "clientnest",
    ]
    let opened = withCStrings(Array(settings.keys)) { keys in
      withCStrings(Array(settings.values)) { values in PQconnectdbParams(keys, values, 1) }
    }
    guard let opened, PQstatus(opened) == CONNECTION_OK else {
      let reason = opened.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? "out of memory"
      PQfinish(opened)
      throw .unavailable(reason)
    }
    PQsetNoticeProcessor(opened, { _, _ in }, nil)
    PQenterPipelineMode(opened)
    connection = opened
  }

  /// Sends the statements in one round trip and returns the result of each. The first failure is thrown, after
  /// everything was read, so that the connection stays usable.
  func run(_ batch: [SQL], deadline: Instant) throws(DatabaseError) -> [ResultSet] {
    guard let connection else { throw .unavailable("not connected") }
    // Before anything is sent: a batch that is broken off would leave its results to the next one.
    guard !batch.contains(where: \.hasZeroCharacter) else {
      throw .refused(sqlState: "22021", message: "text must not contain the character U+0000")
    }
    var preparing: [Bool] = []
    for statement in batch { preparing.append(try send(statement, on: connection)) }
    guard PQpipelineSync(connection) == 1 else { throw lost() }
    return try Activity.current.during(.statement(batch.last?.text ?? "")) { () throws(DatabaseError) in
      try results(of: batch, preparing, on: connection, deadline)
    }
  }

  /// Reads the result of each statement that was sent.
  private func results(
    of batch: [SQL], _ preparing: [Bool], on connection: OpaquePointer, _ deadline: Instant
  ) throws(DatabaseError) -> [ResultSet] {
    var results: [ResultSet] = []
    var failure: DatabaseError?
    for (statement, isNew) in zip(batch, preparing) {
      if isNew {
        let preparation = try read(connection, deadline)
        if !preparation.isSuccess { prepared[statement.text] = nil }
        failure = preparation.error ?? failure
      }
      let result = try read(connection, deadline)
      if failure == nil { failure = result.error }
      results.append(result)
    }
    _ = try nextResult(connection, deadline)
    if let failure {
      forgetStatements(after: failure)
      throw failure
    }
    return results
  }

  /// Runs a script of several statements by the simple protocol, outside of any batch.
  func runScript(_ script: String) throws(DatabaseError) {
    guard let connection, PQexitPipelineMode(connection) == 1 else { throw .unavailable("not connected") }
    guard let result = PQexec(connection, script) else { throw lost() }
    if let error = ResultSet(result).error {
      // It may have left a transaction open that can only be rolled back.
      close()
      throw error
    }
    PQenterPipelineMode(connection)
  }

  /// Returns whether the statement had to be prepared first, which brings one more result.
  private func send(_ statement: SQL, on connection: OpaquePointer) throws(DatabaseError) -> Bool {
    let known = prepared[statement.text]
    let name = known ?? "s\(prepared.count)"
    if known == nil {
      prepared[statement.text] = name
      guard PQsendPrepare(connection, name, statement.text, 0, nil) == 1 else { throw lost() }
    }
    let sent = withCStrings(statement.parameters) { values in
      PQsendQueryPrepared(connection, name, Int32(statement.parameters.count), values, nil, nil, 0)
    }
    guard sent == 1 else { throw lost() }
    return known == nil
  }

  /// One result and the end mark behind it.
  private func read(_ connection: OpaquePointer, _ deadline: Instant) throws(DatabaseError) -> ResultSet {
    guard let result = try nextResult(connection, deadline) else { throw lost() }
    guard try nextResult(connection, deadline) == nil else { throw lost() }
    return result
  }

  private func nextResult(_ connection: OpaquePointer, _ deadline: Instant) throws(DatabaseError)
    -> ResultSet?
  {
    while PQisBusy(connection) == 1 {
      PQflush(connection)
      // The server stops at its own time-out; a second more tells its word from its silence.
      let remaining = (deadline + .seconds(1) - .now()).milliseconds
      var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
      let ready = poll(&socket, 1, Int32(clamping: max(0, remaining)))
      if ready < 0 && errno == EINTR && !Activity.current.isInterrupted { continue }
      guard ready > 0 else {
        close()
        throw .timedOut
      }
      guard PQconsumeInput(connection) == 1 else { throw lost() }
    }
    return PQgetResult(connection).map { ResultSet($0) }
  }

  private func lost() -> DatabaseError {
    let reason = connection.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? "not connected"
    close()
    return .unavailable(reason)
  }

  /// A statement whose tables changed must be prepared anew.
  private func forgetStatements(after failure: DatabaseError) {
    switch failure {
    case .refused, .unavailable: close()
    case .constraint, .timedOut, .conflict, .column: break
    }
  }
}

/// Lends the strings as C strings, nil for nil, with a nil at the end.
private func withCStrings<Result>(
  _ strings: [String?], _ use: ([UnsafePointer<CChar>?]) -> Result
) -> Result {
  let copies = strings.map { $0.flatMap { strdup($0) } }
  defer { for copy in copies { free(copy) } }
  return use(copies.map { UnsafePointer($0) } + [nil])
}

extension SQL {
  /// C strings, and PostgreSQL's text, end where this character is.
  fileprivate var hasZeroCharacter: Bool { parameters.contains { $0?.utf8.contains(0) ?? false } }
}
