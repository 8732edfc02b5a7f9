package import Core
package import Outbox

/// An export is to be made.
package struct ExportRequest: Message {
  package let export: UUID
  /// Who asked for it.
  let user: UUID
  /// Nil for a person's own, which belongs to no organization.
  package let organization: UUID?

  init(_ export: UUID, of subject: Subject, by user: UUID) {
    self.export = export
    self.user = user
    organization = if case .organization(let id) = subject { id } else { nil }
  }

  package init?(body: JSON) {
    guard let export = body.id("export_id"), let user = body.id("user_id") else { return nil }
    self.export = export
    self.user = user
    organization = body.id("organization_id")
  }

  package var queue: Queue { .export }
  package var key: String { export.description }

  package var body: JSONObject {
    [
      "export_id": JSON(describing: export), "user_id": JSON(describing: user),
      "organization_id": JSON(describing: organization),
    ]
  }
}
