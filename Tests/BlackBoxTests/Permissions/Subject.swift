internal import Core
internal import Cryptography
internal import Harness
internal import Identity

/// One who asks.
struct Subject: Sendable {
  enum Kind: Hashable, Sendable {
    /// A member of the organization.
    case member(Role)
    /// One who was removed from it, and still has a token for it.
    case removed
    case anonymous
    case expiredToken
    /// With a token that is good but for its session, which is over.
    case endedSession

    /// Whether the token, if any, is good.
    var isKnown: Bool {
      switch self {
      case .member, .removed: true
      case .anonymous, .expiredToken, .endedSession: false
      }
    }
  }

  let kind: Kind
  let token: String?
  /// Of another session of the same person, for what ends a session.
  let spareToken: String?
  /// What is theirs, or what they are refused.
  let belongings: Belongings
}

/// What requests name.
struct Belongings: Sendable {
  var organization = ""
  var workspace = ""
  var account = ""
  /// A post, one that is deleted, and a delivery of the first.
  var post = ""
  var victim = ""
  var delivery = ""
  var invitation = ""
  /// A member who may be removed.
  var member = ""
  /// Somebody whose role may be set to viewer.
  var spareMember = ""
  var session = ""
  var person = ""
  /// Of the organization, and of the person.
  var export = ""
  var personalExport = ""
  var password = ""
}
