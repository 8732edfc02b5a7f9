internal import Core
internal import Database

/// The time zones that there are: the names of the IANA time zone database as PostgreSQL has it, since it is PostgreSQL
/// that computes with them. Functions have no such list.
struct TimeZoneStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// The name in its own spelling, an older one as it is. Whatever else PostgreSQL takes for a zone is refused: POSIX
  /// zones, which count the other way round (`UTC+8` is eight hours *west*), abbreviations, and what lies beside the zones.
  func spelling(of name: String) throws -> String {
    // What most give need not be looked for: the list is read from files.
    if name == "UTC" { return name }
    let row = try session.first(
      """
      select name from pg_timezone_names where lower(name) = lower(\(name))
        and name !~ '^(posix|right)/' and name not in ('localtime', 'posixrules', 'Factory')
      order by name = \(name) desc limit 1
      """)
    guard let row else { throw IdentityError.unknownTimeZone }
    return try row.value("name")
  }
}
