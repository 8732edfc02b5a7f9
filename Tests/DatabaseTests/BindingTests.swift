internal import Core
internal import Database
internal import TestSupport
internal import Testing

@Suite("What is interpolated is bound and comes back as it went") struct BindingTests {
  private let session: Session

  init() throws { session = try PostgresServer.shared().makeEmptyDatabase().session(.owner) }

  @Test(
    "Text stays text, whatever it says",
    arguments: [
      "", "a", "'; drop table t; --", "$1", "\\", "\"", "%s", "é😀\u{301}", "line\nline\t\r", "null", "{a,b}",
      "\u{1}\u{7F}",
      String(repeating: "x", count: 1 << 20),
    ])
  func text(_ text: String) throws {
    let row = try session.only("select \(text)::text as value, length(\(text)::text) as length")
    let value: String = try row.value("value")
    #expect(Array(value.utf8) == Array(text.utf8))
    #expect(try row.value("length") == text.unicodeScalars.count)
  }

  @Test("Values of every type come back")
  func types() throws {
    let id = UUID.v7()
    let time = try #require(Instant("2026-02-28T23:59:59.123456Z"))
    let json: JSON = ["a": [1, .null, "\"x\\\n"], "b": 1.5]
    let bytes = Bytes(Array(0...255))
    let row = try session.only(
      """
      select \(id)::uuid as id, \(time)::timestamptz as time, \(json)::jsonb as json, \(bytes)::bytea as bytes,
        \(true)::boolean as yes, \(false)::boolean as no, \(42)::int as number, \(Int64.min)::bigint as large,
        extract(epoch from \(Duration.milliseconds(-1500))::interval) * 1000 = -1500 as span,
        '0001-01-01 00:00:00+00'::timestamptz as early
      """)
    #expect(try row.value("id") == id)
    #expect(try row.value("time") == time)
    #expect(try row.value("json") == json)
    #expect(try row.value("bytes") == bytes)
    #expect(try row.value("yes") == true)
    #expect(try row.value("no") == false)
    #expect(try row.value("number") == 42)
    #expect(try row.value("large") == Int64.min)
    #expect(try row.value("span") == true)
    #expect(try row.value("early") == Instant("0001-01-01T00:00:00Z"))
  }

  @Test("Nil is null both ways")
  func nulls() throws {
    let nothing: String? = nil
    let row = try session.only("select \(nothing)::text as value, \(nothing)::text is null as is_null")
    #expect(try row.optional("value") as String? == nil)
    #expect(try row.value("is_null") == true)
    #expect(throws: DatabaseError.column("value", reason: "is null")) { try row.value("value") as String }
  }

  @Test("An array keeps its elements, their quotes, commas, braces and the word NULL")
  func arrays() throws {
    let elements = ["a", "", "b,c", "{d}", "\"e\"", "f\\g", "NULL", " h ", "i\nj", "é"]
    let rows = try session.query(
      "select value from unnest(\(elements)::text[]) with ordinality as t (value, n) order by n")
    #expect(try rows.map { try $0.value("value") as String } == elements)
    #expect(try session.query("select unnest(\([Int]())::int[])").isEmpty)
    let ids = [UUID.v7(), UUID.v7()]
    #expect(
      try session.only("select count(*) as n from unnest(\(ids)::uuid[]) u where u = any(\(ids))").value("n")
        == 2)
  }

  @Test("Text with U+0000 is refused before it is sent, and the connection stays usable")
  func zeroCharacter() throws {
    #expect(
      throws: DatabaseError.refused(sqlState: "22021", message: "text must not contain the character U+0000")
    ) {
      try session.query("select \("a\u{0}b")::text")
    }
    #expect(try session.only("select 1 as one").value("one") == 1)
  }

  @Test("A column that is not there, or is of another type, is named")
  func columns() throws {
    let row = try session.only("select 'x' as word, 12 as number")
    #expect(throws: DatabaseError.column("missing", reason: "is not in the answer")) {
      try row.value("missing") as Int
    }
    #expect(throws: DatabaseError.column("word", reason: "is not a Int")) { try row.value("word") as Int }
    #expect(throws: DatabaseError.column("number", reason: "is not a UUID")) {
      try row.value("number") as UUID
    }
    #expect(try row.value("number") == "12")
  }

  @Test("Text without parameters is not changed: dollar signs and percent signs are its own")
  func literals() throws {
    #expect(try session.only("select '$1 %s \(unescapedSQL: "''")' as value").value("value") == "$1 %s '")
  }
}
