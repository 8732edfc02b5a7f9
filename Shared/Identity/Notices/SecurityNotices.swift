internal import Audit
internal import Core
internal import Database
internal import Outbox

/// Tells people by mail what has become of their own account, with the time and the place: who did not do it themselves
/// learns of it though the one who did reads along in the session. A message holds no secret.
struct SecurityNotices {
  private let outbox: OutboxStore
  private let origin: Origin

  init(_ session: Session, from origin: Origin) {
    outbox = OutboxStore(session)
    self.origin = origin
  }

  /// In the transaction of the act. `organization` is that of the session, which may write no other's messages; a session
  /// of no organization says none.
  func tell(_ user: UUID, _ news: SecurityNews, in organization: UUID? = nil) throws {
    let notice = Notice(
      to: .person(user), in: organization, subject: news.subject,
      text: """
        \(news.text)

        When: \(Instant.now().readable)
        From the network address: \((origin.address ?? "unknown").oneLine())

        If that was not you, set a new password, look at your sessions, API keys, linked
        providers and second factors, and end what is not yours.

        """)
    try outbox.insert(MailRequest.notice(notice, key: "notice:\(UUID.v7())"))
  }
}

/// What a person is told of.
enum SecurityNews {
  case passwordChanged(WaysInReport)
  case keyMade(KeyName)
  case keyRotated(KeyName)
  case signInLinked(provider: String)
  case secondFactorAdded(name: String)
  case secondFactorRemoved(name: String)
  /// The person's own role.
  case roleGiven(Role)
  /// A role that the person gave to somebody.
  case roleSet(Role, of: String)
  case invited(String, as: Role)

  struct KeyName {
    let name: String
    let prefix: String
    let scopes: [String]

    var line: String {
      "\(name.oneLine()) (\(prefix)…), which may: \(scopes.joined(separator: ", "))"
    }
  }

  var subject: String {
    switch self {
    case .passwordChanged: "Your password was changed"
    case .keyMade: "An API key was made"
    case .keyRotated: "An API key was replaced"
    case .signInLinked: "A new way to log in"
    case .secondFactorAdded: "A second factor was added"
    case .secondFactorRemoved: "A second factor was removed"
    case .roleGiven: "You have a new role"
    case .roleSet: "You gave somebody a new role"
    case .invited: "You invited somebody"
    }
  }

  var text: String {
    switch self {
    case .passwordChanged(let ways): "The password of your account was changed.\n\n\(Self.text(of: ways))"
    case .keyMade(let key): "In your name an API key was made: \(key.line)."
    case .keyRotated(let key): "In your name an API key was replaced by a new one: \(key.line)."
    case .signInLinked(let provider): "From now on an account of \(provider) logs you in."
    case .secondFactorAdded(let name): "A second factor was added to your account: \(name.oneLine())."
    case .secondFactorRemoved(let name): "A second factor was removed from your account: \(name.oneLine())."
    case .roleGiven(let role): "Your role in an organization is now: \(role.rawValue)."
    case .roleSet(let role, let name):
      "In your name \(name.oneLine()) was given the role \(role.rawValue) in your organization."
    case .invited(let email, let role):
      "In your name \(email.oneLine(upTo: 254)) was invited to your organization as \(role.rawValue)."
    }
  }

  private static func text(of ways: WaysInReport) -> String {
    let ended = ways.ended.map { "\($0)\n" }.joined()
    guard !ways.left.isEmpty else {
      return ended + "You have no API keys, linked providers or second factors."
    }
    let left = ways.left.map { kind in
      "\(kind.title):\n" + kind.lines.map { "- \($0)\n" }.joined()
    }
    return ended + "These are good still; end those that you do not know.\n" + left.joined()
  }
}
