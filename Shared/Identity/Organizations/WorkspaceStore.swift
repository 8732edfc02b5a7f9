package import Core
package import Database

/// Workspaces of an organization. Every statement names the organization: policies also show those of a person's
/// other organizations.
package struct WorkspaceStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Oldest first. `after` is the id of the last one of the page before.
  package func list(of organization: UUID, after: UUID?, limit: Int) throws -> [(id: UUID, json: JSON)] {
    try session.query(
      """
      select id, name, time_zone, (extract(epoch from missed_after) / 60)::int as minutes from workspace
      where organization_id = \(organization) and (\(after)::uuid is null or id > \(after))
      order by id limit \(limit)
      """
    ).map { (try $0.value("id"), try Self.json($0)) }
  }

  /// Locked, so that what is told as the state before a change was that.
  func lock(_ id: UUID, of organization: UUID) throws -> JSON? {
    try session.first(
      """
      select id, name, time_zone, (extract(epoch from missed_after) / 60)::int as minutes from workspace
      where organization_id = \(organization) and id = \(id) for no key update
      """
    ).map { try Self.json($0) }
  }

  func insert(_ id: UUID, of organization: UUID, name: String, timeZone: String) throws -> JSON {
    try Self.json(
      session.only(
        """
        insert into workspace (organization_id, id, name, time_zone)
        values (\(organization), \(id), \(name), \(timeZone))
        returning id, name, time_zone, (extract(epoch from missed_after) / 60)::int as minutes
        """))
  }

  /// What the patch leaves out stays.
  func update(_ id: UUID, of organization: UUID, _ patch: WorkspacePatch) throws -> JSON {
    try Self.json(
      session.only(
        """
        update workspace set name = coalesce(\(patch.name), name), time_zone = coalesce(\(patch.timeZone), time_zone),
          missed_after = coalesce(\(patch.missedAfterMinutes)::int * interval '1 min', missed_after)
        where organization_id = \(organization) and id = \(id)
        returning id, name, time_zone, (extract(epoch from missed_after) / 60)::int as minutes
        """))
  }

  private static func json(_ row: Row) throws -> JSON {
    [
      "id": JSON(describing: try row.value("id") as UUID), "name": .string(try row.value("name")),
      "time_zone": .string(try row.value("time_zone")),
      "missed_after_minutes": JSON(try row.value("minutes") as Int),
    ]
  }
}

/// What is to change about a workspace.
package struct WorkspacePatch: Sendable {
  let name: String?
  private(set) var timeZone: String?
  /// How late a post may still go out.
  let missedAfterMinutes: Int?

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    name = fields.optionalName("name")
    timeZone = fields.optionalString("time_zone", length: 1...64)
    // A week: what is later than that is no longer the post that was planned.
    missedAfterMinutes = fields.optionalInteger("missed_after_minutes", in: 1...10_080)
    try fields.finish()
  }

  /// With the zone in its own spelling.
  func inKnownZone(_ session: Session) throws -> WorkspacePatch {
    guard let timeZone else { return self }
    var patch = self
    patch.timeZone = try TimeZoneStore(session).spelling(of: timeZone)
    return patch
  }
}
