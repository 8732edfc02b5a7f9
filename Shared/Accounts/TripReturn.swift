internal import Core
internal import Database
internal import Identity

/// A trip that has come back: the token or key of who began it is not there, so what it stands for is looked up again.
struct TripReturn {
  private let session: Session
  private let trip: OpenTrip

  init(_ session: Session, _ trip: OpenTrip) {
    self.session = session
    self.trip = trip
  }

  /// Who began, when they would be let in to begin now: a member whose role, and key, includes it, whose session or key
  /// is good, and who has the second factor that the organization may demand. Nil when not.
  func allowedBeginner() throws -> Beginner? {
    guard let beginner = trip.beginner, let member = try MembershipStore(session).findMember(beginner),
      !member.lacksSecondFactor, member.may(.manageAccounts), member.reaches(trip.workspace)
    else { return nil }
    return beginner
  }

  /// Whether somebody publishes as one of these: giving the access back would take theirs away.
  func isInUse(_ remoteIDs: [String]) throws -> Bool {
    try AccountStore(session).isInUse(remoteIDs, platform: trip.platform)
  }
}
