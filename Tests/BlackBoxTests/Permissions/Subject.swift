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
    /// An API key of the owner, with these scopes.
    case key(Set<Permission>)
    /// One of another organization, with all scopes.
    case keyOfAnother
    case revokedKey
    case expiredKey

    /// Whether the token, if any, is good.
    var isKnown: Bool {
      switch self {
      case .member, .removed, .key, .keyOfAnother: true
      case .anonymous, .expiredToken, .endedSession, .revokedKey, .expiredKey: false
      }
    }
  }

  let kind: Kind
  let token: String?
  /// Of another session of the same person, for what ends a session.
  let spareToken: String?
  /// What is theirs, or what they are refused.
  let belongings: Belongings
  var isKey: Bool {
    switch kind {
    case .key, .keyOfAnother, .revokedKey, .expiredKey: true
    case .member, .removed, .anonymous, .expiredToken, .endedSession: false
    }
  }
  /// Whether all of these are another organization's.
  var isStranger: Bool { kind == .keyOfAnother }
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
  /// A file of the media library.
  var file = ""
  var apiKey = ""
  /// A member who may be removed.
  var member = ""
  /// Somebody whose role may be set to viewer.
  var spareMember = ""
  var session = ""
  /// A second factor that was begun.
  var factor = ""
  var person = ""
  /// Of the organization, and of the person.
  var export = ""
  var personalExport = ""
  var password = ""

  /// What must not show to another organization.
  var secrets: [String] {
    [organization, workspace, account, post, victim, delivery, invitation, apiKey, session, person]
  }
}
