/// A database that the operator gave instead of the private cluster: its roles are the operator's work.
enum GivenDatabase {
  /// The connection strings by template parameter when `DATABASE_URL` is set: each role's own variable
  /// (`OWNER_DATABASE_URL`, …) or else `DATABASE_URL`.
  static func connectionStrings() -> [String: String]? {
    guard let url = Environment["DATABASE_URL"] else { return nil }
    let pairs = DatabaseRoles.roles.map { parameter, _ in
      (parameter, Environment[Environment.variable(for: parameter)] ?? url)
    }
    return Dictionary(pairs) { first, _ in first }
  }
}
