package import Database
package import Identity
package import LambdaRuntime
package import Publishing
internal import Wiring
internal import WiringAccounts

extension Context {
  /// Commands on posts, with the timing of this deployment.
  package func planner(_ session: Session, by member: Member) throws -> Planner {
    Planner(session, by: member, timing: try timing(), rules: rules())
  }

  /// Who asks platforms about what this member says of a delivery.
  package func witness(for member: Member) throws -> Witness {
    Witness(try session(member.scope), try platforms(), try grantBox(), for: member)
  }

  package func timing() throws -> Timing {
    Timing(leaseSeconds: try number(.deliveryLease), backlogSpacingSeconds: try number(.backlogSpacing))
  }
}
