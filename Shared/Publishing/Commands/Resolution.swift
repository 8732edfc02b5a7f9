package import Core
internal import Platforms

/// What a person found when they looked at the platform.
package struct Resolution {
  package enum Outcome: String, CaseIterable {
    case published
    /// It is not there: publish it again.
    case publishAgain = "publish_again"
    /// It is not there, and is not to be published.
    case failed

    var state: String {
      switch self {
      case .published: "published"
      case .publishAgain: "scheduled"
      case .failed: "failed"
      }
    }
  }

  let outcome: Outcome
  private let remoteID: String?
  private let permalink: String?

  /// Reads the body of `POST /v1/deliveries/{id}/resolve`.
  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    let text = fields.string("outcome")
    remoteID = fields.optionalString("remote_id", length: 1...200)
    permalink = fields.optionalString("permalink", length: 1...2048)
    if Outcome(rawValue: text) == nil && !text.isEmpty {
      let known = Outcome.allCases.map(\.rawValue).joined(separator: ", ")
      fields.complain("outcome", "unknown_value", "Expected one of: \(known).")
    }
    try fields.finish()
    outcome = Outcome(rawValue: text) ?? .failed
  }

  /// What is said of something that is published, in the forms of its platform. Of what is not there nothing is kept.
  func claim(on connector: any Connector) throws -> (id: RemoteID?, permalink: String?) {
    guard outcome == .published else { return (nil, nil) }
    let id = remoteID.flatMap { connector.remoteID($0) }
    let address = permalink.flatMap { connector.address($0) }
    var errors: [FieldError] = []
    if remoteID != nil && id == nil {
      errors.append(
        FieldError(
          "/remote_id", "wrong_format", "This is not the form that ids of posts have on \(connector.name)."))
    }
    if permalink != nil && address == nil {
      let places = connector.domains.joined(separator: " or ")
      errors.append(
        FieldError("/permalink", "invalid_url", "Expected an https address at \(places)."))
    }
    if !errors.isEmpty { throw Problem.invalid(errors) }
    return (id, address)
  }
}

/// What came of asking the platform about what a person said.
package enum Testimony: Sendable, Equatable {
  /// Nobody was asked: no id was named, or none can be asked.
  case none
  /// The platform says that the id is this account's, and where people see it.
  case confirmed(permalink: String?)
}
