package import Audit
package import Core
package import Database

/// What a person agrees to, and takes back.
package struct Consents {
  private let session: Session
  private let store: ConsentStore
  private let person: UUID
  private let origin: Origin
  private let log: AuditLog

  /// The session has the scope of the person.
  package init(_ session: Session, of person: UUID, from origin: Origin) {
    self.session = session
    store = ConsentStore(session)
    self.person = person
    self.origin = origin
    log = AuditLog(session, origin)
  }

  package func give(_ consent: Consent) throws -> JSON {
    try session.transaction {
      let made = try store.insert(consent, by: person, address: origin.address, userAgent: origin.userAgent)
      guard let made else { return try store.findOpen(consent, of: person) ?? .null }
      try log.record(
        .consentGiven, in: person, by: person, on: "consent:\(consent.purpose.rawValue)",
        after: ["version": .string(consent.version)])
      return made
    }
  }

  package func withdraw(_ purpose: ConsentPurpose) throws {
    guard purpose.isFree else { throw PrivacyError.needed(purpose) }
    try session.transaction {
      let versions = try store.withdraw(purpose, of: person)
      guard !versions.isEmpty else { throw Problem.notFound("consent") }
      try log.record(
        .consentWithdrawn, in: person, by: person, on: "consent:\(purpose.rawValue)",
        before: ["versions": .array(versions.map { .string($0) })])
    }
  }
}

/// What something is agreed to for.
package enum ConsentPurpose: String, Sendable, CaseIterable {
  case terms, privacy, marketing

  /// Whether it can be taken back while the account stays: the others are what the account rests on.
  package var isFree: Bool { self == .marketing }

  /// What is no purpose was never agreed to.
  package init(named name: String?) throws(Problem) {
    guard let purpose = name.flatMap({ ConsentPurpose(rawValue: $0) }) else { throw .notFound("consent") }
    self = purpose
  }
}

/// Agreement to one version of a text.
package struct Consent: Sendable {
  let purpose: ConsentPurpose
  let version: String

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    purpose = fields.word("purpose", or: .terms)
    version = fields.string("version", length: 1...50)
    try fields.finish()
  }
}

/// Why something about a person's data is not done.
package enum PrivacyError: ProblemConvertible, Equatable {
  /// The account rests on this consent.
  case needed(ConsentPurpose)

  package var problem: Problem {
    switch self {
    case .needed(let purpose):
      Problem(
        409, "consent_needed",
        "Your account rests on your agreement to the \(purpose.rawValue). Erase the account instead.")
    }
  }
}
