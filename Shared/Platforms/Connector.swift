package import Core

/// One platform: how to connect an account, what it accepts, how to publish and how to look.
///
/// A connector keeps no state and knows no database. Everything that must survive is in the values it returns.
package protocol Connector {
  /// `x`: in our API, in the database, in settings.
  var id: String { get }
  /// For people.
  var name: String { get }
  /// How long before its time a delivery is taken up, because preparing it takes the platform a while.
  var preparationTime: Duration { get }

  /// Everything in the content that the platform would refuse, with pointers below `pointer`.
  func violations(of content: Content, at pointer: String) -> [FieldError]

  /// The consent page to send the person to. `challenge` is the S256 challenge of PKCE (RFC 7636).
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String
  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant
  /// The identity that the grant speaks for.
  func identity(_ grant: Grant) throws(PlatformError) -> RemoteIdentity

  /// How many mutating requests publish the content.
  func steps(of content: Content) -> Int
  /// Does the next piece of what has no outside effect: uploads, containers.
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation
  /// The mutating request of one step. Sent once; never repeated by any layer below.
  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Published
  /// Looks whether a step that was begun after `start` has had its effect.
  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  /// The address of what was published, for people.
  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String?
}

/// Tokens that a person granted. Sealed at rest, never logged.
package struct Grant: Sendable, Equatable {
  package var accessToken: String
  package var refreshToken: String?
  package var expiresAt: Instant?
  /// When the token was got: some may be refreshed only after a day.
  package var obtainedAt: Instant

  package init(accessToken: String, refreshToken: String?, expiresAt: Instant?, obtainedAt: Instant = .now())
  {
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.expiresAt = expiresAt
    self.obtainedAt = obtainedAt
  }
}

/// Who an account is on its platform.
package struct RemoteIdentity: Sendable, Equatable {
  package let remoteID: String
  package let name: String

  package init(remoteID: String, name: String) {
    self.remoteID = remoteID
    self.name = name
  }
}

/// One delivery as its connector sees it.
package struct Publication: Sendable {
  package let content: Content
  package let identity: RemoteIdentity
  package let grant: Grant
  /// What earlier calls left to resume with; `posted` holds the ids of the steps already done.
  package var handle: JSONObject

  package init(content: Content, identity: RemoteIdentity, grant: Grant, handle: JSONObject) {
    self.content = content
    self.identity = identity
    self.grant = grant
    self.handle = handle
  }

  package var posted: [String] { handle["posted"]?.array?.compactMap(\.string) ?? [] }
}

package enum Preparation: Sendable, Equatable {
  case ready
  /// A piece is done; the handle is to be saved before the next call.
  case progressed(JSONObject)
  /// The platform is still busy; call again after the delay.
  case wait(Duration)
}

package struct Published: Sendable, Equatable {
  package let remoteID: String
  /// Where people see it, when that is known without asking again.
  package let permalink: String?

  package init(remoteID: String, permalink: String? = nil) {
    self.remoteID = remoteID
    self.permalink = permalink
  }
}

package enum ReadBack: Sendable, Equatable {
  /// The ids that match, newest first.
  case found([String])
  case absent
  /// It could not be told this time.
  case inconclusive
}
