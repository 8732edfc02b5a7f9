internal import Audit
package import Core
internal import Database

/// What lets somebody into a person's account, or keeps them out of it, beside the password: API keys that they made, linked
/// providers, second factors. A new password ends none of these: whoever sets one is told which there are, and may end them
/// with it.
struct WaysIn {
  private let keys: KeysOfPerson
  private let signIns: SignInStore
  private let factors: SecondFactorStore
  private let log: AuditLog

  /// The session's role may see every person's.
  init(_ session: Session, _ log: AuditLog) {
    keys = KeysOfPerson(session, log)
    signIns = SignInStore(session)
    factors = SecondFactorStore(session)
    self.log = log
  }

  func report(on user: UUID) throws -> WaysInReport {
    WaysInReport(
      keys: try keys.report(on: user), signIns: try signIns.list(of: user), unlinked: 0,
      factors: try factors.list(of: user), removed: 0)
  }

  /// Ends what is wanted, in the transaction in which the password is set.
  func settle(_ user: UUID, ending: EndedWays) throws -> WaysInReport {
    let keys = try keys.settle(user, ending: ending.keys)
    let unlinked = ending.signIns ? try unlink(user) : 0
    let removed = ending.factors ? try removeFactors(user) : 0
    return WaysInReport(
      keys: keys, signIns: try signIns.list(of: user), unlinked: unlinked,
      factors: try factors.list(of: user),
      removed: removed)
  }

  private func unlink(_ user: UUID) throws -> Int {
    let count = try signIns.deleteAll(of: user)
    if count > 0 { try log.record(.signInUnlinked, in: user, by: user, before: ["count": JSON(count)]) }
    return count
  }

  private func removeFactors(_ user: UUID) throws -> Int {
    try factors.lock(user)
    let count = try factors.deleteAll(of: user)
    try factors.deleteCodes(of: user)
    if count > 0 { try log.record(.secondFactorRemoved, in: user, by: user, before: ["count": JSON(count)]) }
    return count
  }
}

/// What has become of the ways into an account with a new password.
package struct WaysInReport: Sendable, Equatable {
  let keys: KeyReport
  /// Those that are good still, as their lists show them.
  let signIns: [JSON]
  let unlinked: Int
  let factors: [JSON]
  let removed: Int

  static let none = WaysInReport(keys: .none, signIns: [], unlinked: 0, factors: [], removed: 0)

  package var json: JSON {
    var object = keys.json.object ?? [:]
    object["sign_ins"] = .array(signIns)
    object["unlinked_sign_ins"] = JSON(unlinked)
    object["second_factors"] = .array(factors)
    object["removed_second_factors"] = JSON(removed)
    return .object(object)
  }

  /// What is good still, kind by kind, each with its lines for a message or a page.
  var left: [(title: String, lines: [String])] {
    [
      (title: "API keys that you made", lines: keys.good.map(\.line)),
      (title: "Providers that log you in", lines: signIns.map(Self.signIn)),
      (title: "Second factors", lines: factors.map { ($0["name"]?.string ?? "").oneLine() }),
    ].filter { !$0.lines.isEmpty }
  }

  /// What was ended, a line each.
  var ended: [String] {
    [
      ("API keys that were ended", keys.revoked), ("Providers that were unlinked", unlinked),
      ("Second factors that were removed", removed),
    ].filter { $0.1 > 0 }.map { "\($0.0): \($0.1)." }
  }

  private static func signIn(_ json: JSON) -> String {
    let email = json["email"]?.string.map { " (\($0.oneLine(upTo: 254)))" } ?? ""
    return (json["provider"]?.string ?? "") + email
  }
}

/// What is to end with a new password.
package struct EndedWays: Sendable, Equatable {
  var keys = false
  var signIns = false
  /// Not by a mailed link: who reads the mail alone would be in, though a second factor was to keep them out.
  var factors = false

  static let none = EndedWays()
}

extension EndedWays {
  /// What the members say; by a link, boxes of its form too, which are `on` when they are ticked and else not there.
  init(_ fields: inout Fields, byLink: Bool) {
    keys = fields.isWanted("revoke_api_keys", inForm: byLink)
    signIns = fields.isWanted("unlink_sign_ins", inForm: byLink)
    factors = byLink ? false : fields.isWanted("remove_second_factors", inForm: false)
  }
}

extension Fields {
  fileprivate mutating func isWanted(_ name: String, inForm: Bool) -> Bool {
    inForm && value(name) == "on" ? true : optionalBool(name) ?? false
  }
}
