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

    fileprivate var state: String {
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

  /// Where the delivery goes, of which `count` of `steps` parts are out. When another part follows the one that was looked
  /// for, it is continued, for which the id of that one is needed.
  func state(after count: Int, of steps: Int) throws(Problem) -> String {
    guard outcome == .published, count + 1 < steps else { return outcome.state }
    guard count == 0 || remoteID != nil else {
      throw .invalid([FieldError("/remote_id", "required", "What follows it is published below this id.")])
    }
    return count == 0 ? outcome.state : "scheduled"
  }

  /// What is said of something that is published, in the forms of its platform: of what follows when `count` parts are out.
  /// Of what is not there nothing is kept.
  func claim(on connector: any Connector, after count: Int) throws -> (id: RemoteID?, permalink: String?) {
    guard outcome == .published else { return (nil, nil) }
    let id = remoteID.flatMap { connector.remoteID($0, step: count) }
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
