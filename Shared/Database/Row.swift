internal import CPostgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One row of an answer. Columns are read by name and type.
///
/// Reading is inlined into the features, where the type is known: a list reads hundreds of columns, and for a type that
/// is only known when the program runs each costs several looks into the runtime's tables of types.
package struct Row {
  @usableFromInline let result: ResultSet
  @usableFromInline let index: Int32

  init(_ result: ResultSet, _ index: Int32) {
    self.result = result
    self.index = index
  }

  /// The value of a column that is never null.
  @inlinable package func value<Value: PostgresValue>(_ column: String) throws(DatabaseError) -> Value {
    guard let value: Value = try optional(column) else { throw .column(column, reason: "is null") }
    return value
  }

  /// The value of a column, nil for null.
  @inlinable package func optional<Value: PostgresValue>(_ column: String) throws(DatabaseError) -> Value? {
    guard let text = try result.text(index, column) else { return nil }
    guard let value = Value(postgresText: text) else {
      throw .column(column, reason: "is not a \(Value.self)")
    }
    return value
  }
}

/// Owns a result of libpq.
@usableFromInline final class ResultSet {
  private let result: OpaquePointer
  /// The column after the one that was read last: they are mostly read in their order.
  private var next: Int32 = 0

  init(_ result: OpaquePointer) { self.result = result }

  deinit { PQclear(result) }

  var rows: [Row] { (0..<PQntuples(result)).map { Row(self, $0) } }

  @usableFromInline func text(_ row: Int32, _ column: String) throws(DatabaseError) -> String? {
    let number = number(of: column)
    guard number >= 0 else { throw .column(column, reason: "is not in the answer") }
    guard PQgetisnull(result, row, number) == 0, let value = PQgetvalue(result, row, number) else {
      return nil
    }
    let bytes = UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(result, row, number)))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The number of a column, -1 when there is none. libpq compares all names, each time.
  private func number(of column: String) -> Int32 {
    let isNext =
      next < PQnfields(result)
      && PQfname(result, next).map { name in column.withCString { strcmp($0, name) == 0 } } ?? false
    let number = isNext ? next : PQfnumber(result, column)
    next = number + 1
    return number
  }

  /// False for a failed statement and for one skipped after an earlier failure.
  var isSuccess: Bool { ![PGRES_FATAL_ERROR, PGRES_PIPELINE_ABORTED].contains(PQresultStatus(result)) }

  /// The error of a failed statement; nil for a success and for a statement skipped after an earlier failure.
  var error: DatabaseError? {
    guard PQresultStatus(result) == PGRES_FATAL_ERROR else { return nil }
    func field(_ code: UnicodeScalar) -> String {
      PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) } ?? ""
    }
    return DatabaseError(sqlState: field("C"), message: field("M"), constraint: field("n"))
  }
}
