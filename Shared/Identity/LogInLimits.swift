internal import Audit
internal import Core
internal import Cryptography
internal import Limits

/// How often one may try to get in. Counted before a password is looked at, also for addresses nobody has.
enum LogInLimits {
  /// Ten people behind one address can each make a few mistakes; a list of passwords takes for ever.
  static func attempt(email: String, from origin: Origin) -> (all: [RateLimit], ofAccount: [String]) {
    // The digest, so that the table holds no addresses of people.
    let account = Hex.encode(SHA256.hash(Array(email.utf8)).prefix(16))
    let place = origin.address ?? "unknown"
    let limits = [
      RateLimit("login:\(account):\(place)", every: .seconds(20), burst: 5),
      // Looser: whoever knows an address must not be able to lock its owner out.
      RateLimit("login:\(account)", every: .seconds(30), burst: 50),
      RateLimit("login:at:\(place)", every: .seconds(2), burst: 100),
    ]
    return (limits, Array(limits.prefix(2).map(\.key)))
  }

  /// Mail that a member has sent to others: to one address, and by one organization.
  static func invitation(to email: String, of organization: UUID) -> [RateLimit] {
    [
      RateLimit(
        "mail:\(Hex.encode(SHA256.hash(Array(email.utf8)).prefix(16)))", every: .seconds(300), burst: 3),
      RateLimit("invitation:\(organization)", every: .seconds(30), burst: 100),
    ]
  }

  static func registration(from origin: Origin) -> [RateLimit] {
    [RateLimit("register:at:\(origin.address ?? "unknown")", every: .seconds(1), burst: 100)]
  }

  /// Mail that anybody can ask for: to one address, and from one place.
  static func mail(to email: String, from origin: Origin) -> [RateLimit] {
    [
      RateLimit(
        "mail:\(Hex.encode(SHA256.hash(Array(email.utf8)).prefix(16)))", every: .seconds(300), burst: 3),
      RateLimit("mail:at:\(origin.address ?? "unknown")", every: .seconds(10), burst: 20),
    ]
  }
}
