internal import Audit
internal import Core
internal import Cryptography
internal import Database
internal import Limits

/// Checks the password of a person's account, which a session or a link alone does not prove.
struct PasswordCheck {
  private let session: Session
  private let people: IdentityStore
  private let origin: Origin

  init(_ session: Session, from origin: Origin) {
    self.session = session
    people = IdentityStore(session: session)
    self.origin = origin
  }

  /// Returns the address of the account; throws `complaint` when the password is another. Tries are counted before it is
  /// looked at, with those of logging in.
  @discardableResult
  func pass(_ password: String, of user: UUID, or complaint: FieldError) throws -> String {
    guard let known = try people.findCredentials(of: user) else { throw IdentityError.wrongToken }
    let limiter = RateLimiter(session)
    let limits = LogInLimits.attempt(email: known.email, from: origin)
    try limiter.take(limits.all)
    guard let hash = known.hash, try hash.matches(password) else { throw Problem.invalid([complaint]) }
    try limiter.clear(limits.ofAccount)
    return known.email
  }
}
