package import Core
internal import Cryptography
internal import Database

extension Registrar {
  /// What a person gets who has given the right password, or was signed in by a provider, and has a second factor.
  func challenge(_ user: UUID, _ hash: PasswordHash?, _ box: FactorBox, at now: Instant) throws -> JSON {
    [
      "mfa_required": true,
      "challenge": .string(try box.text(of: LogInChallenge(for: user, hash: hash, at: now))),
      "expires_in": .integer(LogInChallenge.lifetime.components.seconds),
    ]
  }

  /// The second step of logging in. A wrong code leaves the challenge as it is; how many may be tried is limited.
  package func completeLogIn(_ answer: ChallengeAnswer, _ box: FactorBox, at now: Instant = .now()) throws
    -> JSON
  {
    guard let challenge = box.challenge(answer.challenge),
      let known = try store.findCredentials(of: challenge.user), challenge.isGood(for: known.hash, at: now)
    else { throw SecondFactorError.wrongChallenge }
    let check = FactorCheck(session, box, from: origin)
    let opened = try check.pass(answer.proof, of: challenge.user, at: now) {
      try sessions.begin(for: challenge.user)
    }
    guard let opened else { throw SecondFactorError.wrongCode }
    return opened
  }
}
