package import Core

/// The database as one role sees it. Kept for the life of the process.
package final class Database {
  let connection: Connection

  /// `url` is a libpq connection URI.
  package init(url: String) { connection = Connection(url: url) }

  /// Tells the server that nothing more will come. What is asked of it later opens a new connection.
  package func close() { connection.close() }

  /// What may be seen and until when. Opens nothing yet.
  package func session(_ scope: Scope, until deadline: Instant) -> Session {
    Session(connection, scope, deadline)
  }
}

/// Whose rows row-level security lets through.
package struct Scope: Sendable, Equatable {
  package let organization: UUID?
  package let user: UUID?
  /// The only workspaces of the organization that are seen; nil for all.
  package let workspaces: [UUID]?

  package init(organization: UUID?, user: UUID?, workspaces: [UUID]? = nil) {
    self.organization = organization
    self.user = user
    self.workspaces = workspaces
  }

  /// No tenant and no person: for roles whose policies ask for neither.
  package static let none = Scope(organization: nil, user: nil)
}
