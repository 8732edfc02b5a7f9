internal import Audit
package import Core
internal import Database

extension Credentials {
  /// The providers that may log the person in.
  package func listSignIns() throws -> JSON {
    ["data": .array(try SignInStore(session).list(of: person.user))]
  }

  /// Something has to be left to log in by.
  package func unlinkSignIn(_ provider: String) throws {
    let store = SignInStore(session)
    try session.transaction {
      try SecondFactorStore(session).lock(person.user)
      guard let email = try store.delete(provider, of: person.user) else { throw Problem.notFound("sign-in") }
      let hasPassword = try IdentityStore(session: session).findCredentials(of: person.user)?.hash != nil
      guard try hasPassword || store.exists(of: person.user) else { throw SignInError.lastWayIn }
      try log.record(
        .signInUnlinked, in: person.user, by: person.user, on: "sign_in:\(provider)", before: ["email": email]
      )
    }
  }
}
