package import Core
package import Database
package import Outbox

/// What a message on the publish queues asks for. Only a hint: the delivery's row says whether there is something to do.
package enum Errand: Message {
  case publish(DispatchHint)
  case look(LookHint)

  package init?(body: JSON) {
    if let hint = DispatchHint(body: body) {
      self = .publish(hint)
    } else if let hint = LookHint(body: body) {
      self = .look(hint)
    } else {
      return nil
    }
  }

  private var message: any Message {
    switch self {
    case .publish(let hint): hint
    case .look(let hint): hint
    }
  }

  package var queue: Queue { message.queue }
  package var organization: UUID? { message.organization }
  package var key: String { message.key }
  package var notBefore: Instant? { message.notBefore }
  package var body: JSONObject { message.body }

  /// The tenant comes from our own message, never from a request.
  package var scope: Scope { Scope(organization: organization, user: nil) }

  package func run(_ publisher: Publisher, _ reconciler: Reconciler) throws {
    switch self {
    case .publish(let hint): try publisher.publish(hint)
    case .look(let hint): try reconciler.look(at: hint.delivery)
    }
  }
}

/// To look at a delivery that its platform works on.
package struct LookHint: Message {
  let tenant: UUID
  let delivery: UUID
  package let notBefore: Instant?

  init(_ delivery: UUID, in tenant: UUID, at time: Instant) {
    self.delivery = delivery
    self.tenant = tenant
    notBefore = time
  }

  package init?(body: JSON) {
    guard body["look"]?.bool == true, let organization = body.id("organization_id"),
      let delivery = body.id("delivery_id")
    else { return nil }
    tenant = organization
    self.delivery = delivery
    notBefore = nil
  }

  package var queue: Queue { .publish }
  package var organization: UUID? { tenant }
  package var key: String { "\(delivery):look:\(notBefore?.microseconds ?? 0)" }

  package var body: JSONObject {
    [
      "organization_id": JSON(describing: tenant), "delivery_id": JSON(describing: delivery), "look": true,
    ]
  }
}
