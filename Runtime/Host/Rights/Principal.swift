/// Who signed a request, and what they may do.
package struct Principal: Sendable, Equatable {
  private let name: String
  private let policy: AccessPolicy?

  /// The one who runs the host: may do everything, and nobody else reads what the host tells of itself.
  package static let host = Principal(name: "host", policy: nil)

  private init(name: String, policy: AccessPolicy?) {
    self.name = name
    self.policy = policy
  }

  /// A function, with the rights of its entry in the template.
  package static func function(_ name: String, _ policy: AccessPolicy) -> Principal {
    Principal(name: name, policy: policy)
  }

  package static func == (left: Principal, right: Principal) -> Bool {
    left.name == right.name && left.isHost == right.isHost
  }

  package var isHost: Bool { policy == nil }

  package func may(_ action: String, on resource: String) -> Bool {
    policy?.allows(action, on: resource) ?? true
  }

  /// Why it may not, in AWS's words; nil when it may
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html). `resource` is `*` for what is
  /// done to nothing in particular. `quote` stands around the resource in the words of some services.
  package func refusal(_ action: String, on resource: String, account: String, quote: String = "") -> String?
  {
    let reason: String
    switch policy?.decide(action, on: resource) ?? .allowed {
    case .allowed: return nil
    case .denied: reason = "with an explicit deny in an identity-based policy"
    case .notAllowed: reason = "because no identity-based policy allows the \(action) action"
    }
    let place = resource == "*" ? "" : " on resource: \(quote)\(resource)\(quote)"
    return "User: arn:aws:sts::\(account):assumed-role/\(name)Role/\(name) is not authorized to perform: "
      + "\(action)\(place) \(reason)"
  }
}
