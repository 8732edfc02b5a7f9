package import Core
package import Database
package import Outbox

/// This delivery is due, or to be taken down, by this dispatch. Only a hint: the delivery's row says whether there is
/// something to do.
package struct DispatchHint: Message {
  package let queue: Queue
  package let notBefore: Instant?
  let tenant: UUID
  let delivery: UUID
  let dispatchNumber: Int
  /// Tells it from the other messages of its dispatch.
  private let suffix: String

  /// From a row with the keys and the `dispatch_no` of its delivery.
  init(_ row: Row, to queue: Queue, at time: Instant? = nil, again suffix: String? = nil) throws {
    self.queue = queue
    notBefore = time
    tenant = try row.value("organization_id")
    delivery = try row.value("id")
    dispatchNumber = try row.value("dispatch_no")
    self.suffix = suffix.map { ":\($0)" } ?? ""
  }

  package init?(body: JSON) {
    guard let organization = body.id("organization_id"), let delivery = body.id("delivery_id"),
      let number = body["dispatch_no"]?.integer
    else { return nil }
    queue = .publish
    notBefore = nil
    tenant = organization
    self.delivery = delivery
    dispatchNumber = Int(number)
    suffix = ""
  }

  package var organization: UUID? { tenant }

  package var key: String { "\(delivery):\(dispatchNumber)\(suffix)" }

  package var body: JSONObject {
    [
      "organization_id": JSON(describing: tenant), "delivery_id": JSON(describing: delivery),
      "dispatch_no": JSON(dispatchNumber),
    ]
  }

  /// The tenant comes from our own message, never from a request.
  package var scope: Scope { Scope(organization: tenant, user: nil) }
}
