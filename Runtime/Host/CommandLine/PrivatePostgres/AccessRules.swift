/// Who comes in to the private server, and how it knows them: its pg_hba.conf and pg_ident.conf.
///
/// They are written at every start, so that a cluster that an earlier version made is closed as well.
enum AccessRules {
  /// Through the socket only. Administrators are known by the kernel's word on who is at the other end; the users of
  /// functions have no names that it could be asked about, and each role has a password. All else is refused.
  static let hostBased = """
    # Written by clientnest at every start: what is changed here is lost.
    local all \(PostgresCluster.administrator) peer map=administrators
    \(DatabaseRoles.roles.map { "local \(DatabaseRoles.database) \($0.name) scram-sha-256" }
      .joined(separator: "\n"))
    local all all reject

    """

  /// `administrators` are users of the system.
  static func identities(_ administrators: [String]) -> String {
    let lines = administrators.map { "administrators \"\($0)\" \(PostgresCluster.administrator)" }
    return "# Written by clientnest at every start: what is changed here is lost.\n"
      + lines.joined(separator: "\n") + "\n"
  }
}
