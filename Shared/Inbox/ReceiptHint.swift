package import Core
package import Outbox

/// A webhook that was kept is to be handled.
package struct ReceiptHint: Message {
  package let id: UUID

  init(id: UUID) { self.id = id }

  package init?(body: JSON) {
    guard let id = body.id("receipt_id") else { return nil }
    self.id = id
  }

  package var queue: Queue { .inbox }
  package var organization: UUID? { nil }
  package var key: String { id.description }
  package var body: JSONObject { ["receipt_id": JSON(describing: id)] }
}
