package import Core
internal import Cryptography
internal import Database

extension Registrar {
  /// What a person gets who has given the right password, or was signed in by a provider, and has a second factor.
  func challenge(_ user: UUID, _ box: FactorBox, arrivingBy arrival: SignInArrival? = nil, at now: Instant)
    throws -> JSON
  {
    guard let facts = try store.findFacts(of: user) else { throw IdentityError.wrongCredentials }
    return [
      "mfa_required": true,
      "challenge": .string(try box.text(of: LogInChallenge(for: user, facts, arrival, at: now))),
      "expires_in": .integer(LogInChallenge.lifetime.components.seconds),
    ]
  }

  /// The second step of logging in. A wrong code leaves the challenge as it is; how many may be tried is limited. A
  /// provider that the person came by is linked now, and not before.
  package func completeLogIn(_ answer: ChallengeAnswer, _ box: FactorBox, at now: Instant = .now()) throws
    -> JSON
  {
    guard let challenge = box.challenge(answer.challenge),
      let facts = try store.findFacts(of: challenge.user), challenge.isGood(for: facts, at: now)
    else { throw SecondFactorError.wrongChallenge }
    let check = FactorCheck(session, box, from: origin)
    do {
      let opened = try check.pass(answer.proof, of: challenge.user, at: now) {
        if let arrival = challenge.arrival { try keep(arrival, of: challenge.user) }
        return try sessions.begin(for: challenge.user)
      }
      guard let opened else { throw SecondFactorError.wrongCode }
      return opened
    } catch {
      switch error {
      // Somebody else was linked to the provider's account in the meantime, or the person to another one.
      case DatabaseError.constraint(.unique, name: "sign_in_pkey"),
        DatabaseError.constraint(.unique, name: "sign_in_provider"):
        throw SecondFactorError.wrongChallenge
      default: throw error
      }
    }
  }
}
