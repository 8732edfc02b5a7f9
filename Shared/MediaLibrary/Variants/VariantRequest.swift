package import Core
internal import Database
package import Outbox

/// A variant is to be made.
package struct VariantRequest: Message {
  let tenant: UUID
  let variant: UUID

  /// From a row with the keys of the variant.
  init(_ row: Row) throws {
    tenant = try row.value("organization_id")
    variant = try row.value("id")
  }

  package init?(body: JSON) {
    guard let organization = body.id("organization_id"), let variant = body.id("variant_id") else {
      return nil
    }
    tenant = organization
    self.variant = variant
  }

  package var queue: Queue { .variant }
  package var organization: UUID? { tenant }
  package var key: String { variant.description }

  package var body: JSONObject {
    ["organization_id": JSON(describing: tenant), "variant_id": JSON(describing: variant)]
  }
}
