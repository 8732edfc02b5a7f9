package import Core
package import Database
package import Identity
package import LambdaRuntime
package import Privacy
internal import Wiring

extension Context {
  /// The database as a person sees it, in whatever organization.
  package func session(of person: AccessToken) throws -> Session {
    try session(Scope(organization: nil, user: person.user))
  }

  package func consents(_ request: Request, of person: AccessToken) throws -> Consents {
    Consents(try session(of: person), of: person.user, from: origin(request))
  }

  package func exports(_ session: Session, _ request: Request, of subject: Subject, by person: UUID)
    -> ExportDesk
  {
    ExportDesk(session, of: subject, by: person, from: origin(request))
  }

  package func exports(_ session: Session, _ request: Request, of owner: Member) -> ExportDesk {
    exports(session, request, of: .organization(owner.organization), by: owner.user)
  }

  /// How long an erasure can be thought over.
  package func erasureDelay() throws -> Duration {
    let text = try setting(.erasureDelay)
    guard let hours = Int(text), hours >= 0 else {
      throw InvalidSetting(name: Setting.erasureDelay.name, value: text)
    }
    return .seconds(hours * 3600)
  }
}
