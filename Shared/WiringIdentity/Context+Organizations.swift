package import Database
package import Identity
package import LambdaRuntime
internal import Wiring

extension Context {
  /// Founds organizations for the sender of the request, member of one or not.
  package func organizations(_ request: Request) throws -> Organizations {
    Organizations(try session(), of: try person(request), from: origin(request))
  }

  package func members(_ session: Session, _ request: Request, by actor: Member) -> Members {
    Members(session, by: actor, from: origin(request))
  }

  package func invitations(_ session: Session, _ request: Request, by actor: Member) -> Invitations {
    Invitations(session, by: actor, from: origin(request))
  }

  package func administration(_ session: Session, _ request: Request, by actor: Member) -> Administration {
    Administration(session, by: actor, from: origin(request))
  }
}
