internal import Audit
package import Core
internal import Database

extension Credentials {
  /// Proves once more that the session is its person's, for what asks for that within the last minutes. Who has a second
  /// factor gives that: whoever took over the session may know the password as well.
  package func stepUp(_ proof: StepUpProof, _ box: FactorBox, at now: Instant = .now()) throws {
    switch proof.means {
    case .password(let password):
      guard try !SecondFactorStore(session).hasConfirmed(of: person.user) else {
        throw SecondFactorError.required
      }
      try check(password, at: "/password")
      try session.transaction { try markAuthenticated() }
    case .factor(let proof):
      let check = FactorCheck(session, box, from: origin)
      guard try check.pass(proof, of: person.user, at: now, markAuthenticated) != nil else {
        throw SecondFactors.wrongCode
      }
    }
  }

  private func markAuthenticated() throws {
    try SessionStore(session).markAuthenticated(person.session, of: person.user)
    try log.record(.sessionSteppedUp, in: person.user, by: person.user, on: "session:\(person.session)")
  }
}
