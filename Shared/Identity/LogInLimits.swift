internal import Audit
internal import Core
internal import Cryptography
internal import Limits

/// How often one may try to get in. Counted before a password is looked at, also for addresses nobody has.
enum LogInLimits {
  /// Ten people behind one address can each make a few mistakes; a list of passwords takes for ever.
  static func attempt(email: String, from origin: Origin) -> (all: [RateLimit], ofAccount: [String]) {
    let account = digest(email)
    let place = place(origin)
    let limits = [
      RateLimit("login:\(account):\(place)", every: .seconds(20), burst: 5),
      // Looser: whoever knows an address must not be able to lock its owner out.
      RateLimit("login:\(account)", every: .seconds(30), burst: 50),
      RateLimit("login:at:\(place)", every: .seconds(2), burst: 100),
    ]
    return (limits, Array(limits.prefix(2).map(\.key)))
  }

  static func signIn(from origin: Origin) -> [RateLimit] {
    [RateLimit("sign-in:at:\(place(origin))", every: .seconds(1), burst: 100)]
  }

  /// Guessing codes of a second factor, by whoever knows the password: 288 a day in the long run, of a million codes of
  /// which three are good.
  static func factor(of user: UUID, from origin: Origin) -> [RateLimit] {
    [
      RateLimit("factor:\(user):\(place(origin))", every: .seconds(300), burst: 5),
      RateLimit("factor:\(user)", every: .seconds(300), burst: 50),
    ]
  }

  /// Mail that a member has sent to others: by one organization to one address, by one organization, and to one address
  /// by all of them. None of it is used up by strangers who ask for mail to the address.
  static func invitation(to email: String, of organization: UUID) -> [RateLimit] {
    [
      RateLimit("invitation:\(organization):\(digest(email))", every: .seconds(300), burst: 3),
      RateLimit("invitation:\(organization)", every: .seconds(30), burst: 100),
      RateLimit("invited:\(digest(email))", every: .seconds(60), burst: 50),
    ]
  }

  /// One may mistype one's password or lose a message; nobody's mailbox is filled.
  static func registration(of email: String, from origin: Origin) -> [RateLimit] {
    asked("register", of: email, from: origin)
      + [RateLimit("register:at:\(place(origin))", every: .seconds(1), burst: 100)]
  }

  /// Mail that anybody can ask for: to one address, and from one place.
  static func mail(to email: String, from origin: Origin) -> [RateLimit] {
    asked("mail", of: email, from: origin)
      + [RateLimit("mail:at:\(place(origin))", every: .seconds(10), burst: 20)]
  }

  /// Mail that a person who is logged in has sent for their own account.
  static func mail(to email: String, by user: UUID) -> [RateLimit] {
    [
      RateLimit("mail:of:\(user):\(digest(email))", every: .seconds(300), burst: 3),
      RateLimit("mail:of:\(user)", every: .seconds(60), burst: 20),
      RateLimit("mail:of:all:\(digest(email))", every: .seconds(60), burst: 50),
    ]
  }

  /// What a stranger may ask for in somebody's name: a few times from one place, and more often from all of them, so that
  /// one stranger does not take the address's owner's turn.
  private static func asked(_ what: String, of email: String, from origin: Origin) -> [RateLimit] {
    [
      RateLimit("\(what):\(digest(email)):\(place(origin))", every: .seconds(300), burst: 3),
      RateLimit("\(what):\(digest(email))", every: .seconds(100), burst: 12),
    ]
  }

  private static func place(_ origin: Origin) -> String {
    origin.address.map { NetworkAddress.place(of: $0) } ?? "unknown"
  }

  /// Not the address itself: the table of limits holds none of people.
  private static func digest(_ email: String) -> String {
    Hex.encode(SHA256.hash(Array(email.utf8)).prefix(16))
  }
}
