package import Core
package import Database

/// What a message on the publish queues asks for. Only a hint: the delivery's row says whether there is something to do.
package enum Errand {
  case publish(DispatchHint)
  /// To look at a delivery that its platform works on.
  case look(organization: UUID, delivery: UUID)

  /// Nil when the message is none of ours.
  package init?(_ body: String) {
    if let hint = DispatchHint(body) {
      self = .publish(hint)
      return
    }
    guard let json = try? JSON(parsing: body), json["v"]?.integer == 1, json["look"]?.bool == true,
      let organization = json["organization_id"]?.string.flatMap({ UUID($0) }),
      let delivery = json["delivery_id"]?.string.flatMap({ UUID($0) })
    else { return nil }
    self = .look(organization: organization, delivery: delivery)
  }

  /// The tenant comes from our own message, never from a request.
  package var scope: Scope {
    switch self {
    case .publish(let hint): hint.scope
    case .look(let organization, _): Scope(organization: organization, user: nil)
    }
  }

  package func run(_ publisher: Publisher, _ reconciler: Reconciler) throws {
    switch self {
    case .publish(let hint): try publisher.publish(hint)
    case .look(_, let delivery): try reconciler.look(at: delivery)
    }
  }
}
