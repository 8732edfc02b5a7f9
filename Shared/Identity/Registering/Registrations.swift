package import Audit
internal import Core
internal import Cryptography
package import Database
internal import Limits
internal import Outbox

/// Registering, by whoever: the answer is the same, and takes as long, whether somebody has the address or not. There is
/// a person only after the link that is mailed to the address was used.
package struct Registrations {
  private let session: Session
  private let store: RegistrationStore
  private let people: IdentityStore
  private let origin: Origin

  /// The session's role may see every registration. Nothing here looks for a person with the address.
  package init(_ session: Session, from origin: Origin) {
    self.session = session
    store = RegistrationStore(session)
    people = IdentityStore(session: session)
    self.origin = origin
  }

  /// Keeps what was given, for a day, and asks for the message. With a `key` that was used for the same before, no second
  /// message is sent. Returns what the cookie of the browser is to hold: with it the link needs no password.
  package func request(_ registration: Registration, key: String?) throws -> String {
    try RateLimiter(session).take(LogInLimits.registration(of: registration.email, from: origin))
    try people.refuseCommon(registration.password, at: "/password")
    var registration = registration
    registration.timeZone = try TimeZoneStore(session).spelling(of: registration.timeZone)
    return try keep(registration, key: key.map { Self.digest($0, of: registration.email) })
  }

  private func keep(_ registration: Registration, key: String?) throws -> String {
    let secret = Base64.urlEncode(SecureRandom.bytes(32))
    let browser = Self.digest(secret)
    if let key, let known = try store.find(key: key) {
      guard known.isLike(registration), try known.hash.matches(registration.password) else {
        throw IdentityError.keyReused
      }
      try store.updateBrowser(known.id, to: browser)
      return secret
    }
    let draft = RegistrationDraft(
      registration: registration, hash: try PasswordHash(of: registration.password), address: origin.address,
      browser: browser)
    // False when the same request has arrived twice at the same moment.
    return try insert(draft, key: key) ? secret : keep(registration, key: key)
  }

  private func insert(_ draft: RegistrationDraft, key: String?) throws -> Bool {
    try session.transaction {
      guard try store.insert(draft, key: key) else { return false }
      try OutboxStore(session).insert(MailRequest.registration(draft.id))
      return true
    }
  }

  static func digest(_ secret: String) -> [UInt8] { SHA256.hash(Array(secret.utf8)) }

  /// Keys of one address are told apart from those of all others: strangers number their orders alike.
  private static func digest(_ key: String, of email: String) -> String {
    Hex.encode(SHA256.hash(Array("\(email)\n\(key)".utf8)))
  }
}
