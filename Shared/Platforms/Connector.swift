package import Core

/// One platform: how to connect an account, what it accepts, how to publish and how to look.
///
/// A connector keeps no state and knows no database. Everything that must survive is in the values it returns.
package protocol Connector {
  /// `x`: in our API, in the database, in settings.
  var id: String { get }
  /// For people.
  var name: String { get }
  /// How long before its time a delivery of this content is taken up: uploads, and the platform's own work.
  func preparationTime(of content: Content) -> Duration

  /// Everything in the content that the platform would refuse, with pointers below `pointer`: `/text`,
  /// `/media/2`, `/options/board_id`, … An option that the connector does not know is refused too.
  func violations(of content: Content, at pointer: String) -> [FieldError]
  /// What the platform takes of one file of the content, as far as a variant can be made to fit; nil when it takes
  /// whatever `violations` lets pass.
  func target(for media: Media, in content: Content) -> MediaTarget?

  /// The texts of the content whose length the platform limits, as it counts them. `violations` complains of those
  /// that are too long.
  func measures(of content: Content) -> [TextMeasure]

  /// The consent page to send the person to. `challenge` is the S256 challenge of PKCE (RFC 7636).
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String
  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant
  /// What the consent page asks for, and what for.
  var scopes: ScopeTable { get }
  /// What the person grants now, which they may have changed there; nil where the platform does not tell.
  func grantedScopes(_ grant: Grant) throws(PlatformError) -> Set<String>?
  /// The identities that the grant may publish as: the person, their pages, their organizations. Throws with a
  /// plain diagnosis when there is none, or when a permission that publishing needs was not granted.
  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity]
  /// Takes our access back at the platform, when the account is disconnected. Does nothing where the platform
  /// has no call for it.
  func revoke(_ grant: Grant) throws(PlatformError)

  /// What the account may choose from for its options, asked of the platform. Empty where nothing depends on the
  /// account.
  func choices(_ grant: Grant) throws(PlatformError) -> [OptionChoices]

  /// How many mutating requests publish the content.
  func steps(of content: Content) -> Int
  /// Does the next piece of what has no outside effect: uploads, containers.
  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation
  /// The mutating request of one step. Sent once; never repeated by any layer below.
  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome
  /// Looks whether a step that was begun after `start` has had its effect.
  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  /// The address of what was published, for people.
  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String?
  /// What forms the ids of this platform have. No other is believed, whoever it comes from.
  var ids: RemoteIDForms { get }
  /// Where people see what is published: below these. Empty for connectors of tests, which may name any.
  var domains: [String] { get }
  /// What the platform says of an id that a person named: whether it is something of this account.
  func find(_ id: RemoteID, of publication: Publication) throws(PlatformError) -> Sighting
  /// Why only people can remove what was published, and how they do it; nil where we can.
  var removalByPeople: String? { get }
  /// Of the ids of all steps those that are to be removed, in this order, so that nothing of it is left.
  func removals(of ids: [String]) -> [String]
  /// Removes what was published. What is not there any more counts as removed, so that it may be repeated whatever
  /// became of a request before. `PlatformError.unsupported` where only people can.
  func delete(_ publication: Publication, remoteID: String) throws(PlatformError)
}

extension Connector {
  package func choices(_ grant: Grant) throws(PlatformError) -> [OptionChoices] { [] }

  /// For connectors of tests, which ask for nothing.
  package var scopes: ScopeTable { ScopeTable(name, []) }

  package func grantedScopes(_ grant: Grant) throws(PlatformError) -> Set<String>? { nil }

  package var ids: RemoteIDForms { .any }

  package var domains: [String] { [] }

  package func find(_ id: RemoteID, of publication: Publication) throws(PlatformError) -> Sighting { .untold }

  package var removalByPeople: String? { nil }

  /// Comments go with their post.
  package func removals(of ids: [String]) -> [String] { Array(ids.prefix(1)) }
}

/// What is asked of everything that comes from outside, be it from a person or from the platform.
extension Connector {
  /// The id of a step; nil when it has no form that ids have there.
  package func remoteID(_ text: String, step: Int = 0) -> RemoteID? {
    RemoteID(text, as: step == 0 ? ids.post : ids.part)
  }

  /// The answer to a request that publishes, when it names an id. Else it is not known what came of it.
  package func checked(_ published: Published, step: Int) throws(PlatformError) -> Published {
    guard let id = remoteID(published.remoteID, step: step) else {
      throw PlatformError(
        .unknownOutcome, code: "strange_id", detail: "\(name) answered by what is no id of a post there.")
    }
    return Published(remoteID: id.text, permalink: published.permalink.flatMap { address($0) })
  }

  /// An address that may be kept and shown; nil when it does not lie at the platform.
  package func address(_ text: String) -> String? {
    guard let address = PublicAddress(text), domains.isEmpty || domains.contains(where: address.isBelow)
    else { return nil }
    return address.text
  }

  /// `identities`, of which none has an id that is no id.
  package func grantedIdentities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    let identities = try identities(grant)
    guard identities.allSatisfy({ RemoteID($0.identity.remoteID, as: ids.account) != nil }) else {
      throw PlatformError(
        .permanent, code: "strange_id", detail: "\(name) names an account by what is no id there.")
    }
    return identities
  }

  /// Of these, those that may be published as with what was granted. Throws when there is none.
  package func publishable(_ identities: [GrantedIdentity]) throws(PlatformError) -> [GrantedIdentity] {
    let able = identities.filter { scopes.missing($0.grant.scopes, for: .publish, as: $0.kind).isEmpty }
    guard able.isEmpty, let first = identities.first else { return able }
    let missing = scopes.missing(first.grant.scopes, for: .publish, as: first.kind)
    throw MissingPermission(.publish, missing, of: name).error
  }
}

/// Tokens that a person granted. Sealed at rest, never logged.
package struct Grant: Sendable, Equatable {
  package var accessToken: String
  package var refreshToken: String?
  package var expiresAt: Instant?
  /// When the token was got: some may be refreshed only after a day.
  package var obtainedAt: Instant
  /// What was granted; nil when the answer did not say. Not sealed with the tokens.
  package var scopes: Set<String>?

  package init(
    accessToken: String, refreshToken: String?, expiresAt: Instant?, obtainedAt: Instant = .now(),
    scopes: Set<String>? = nil
  ) {
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.expiresAt = expiresAt
    self.obtainedAt = obtainedAt
    self.scopes = scopes
  }
}

extension Grant {
  /// As it is stored.
  package var scopeText: String? { scopes?.sorted().joined(separator: " ") }

  /// What was stored; nil for nil.
  package static func scopes(stored text: String?) -> Set<String>? {
    text.map { Set($0.split(separator: " ").map(String.init)) }
  }

  /// When it is to be renewed: with a fifth of its life left, and up to a twentieth of it earlier, so that tokens
  /// that were got together are not renewed together. Nil when it has no end.
  package var refreshAfter: Instant? {
    guard let expiresAt else { return nil }
    let life = (expiresAt - obtainedAt).microseconds
    return expiresAt + .microseconds(-life / 5 - Int64.random(in: 0...max(life / 20, 0)))
  }
}

/// Who an account is on its platform.
package struct RemoteIdentity: Sendable, Equatable {
  package let remoteID: String
  package let name: String

  /// The name is the platform's word: it goes into the database, messages and pages, on one line and not at any length.
  package init(remoteID: String, name: String) {
    self.remoteID = remoteID
    self.name = name.oneLine(upTo: 199)
  }
}

/// An identity, and the tokens to publish as it: a page may have its own.
package struct GrantedIdentity: Sendable, Equatable {
  package let identity: RemoteIdentity
  package let grant: Grant
  /// `page`, `organization`, `person`, `channel`, …: for people who choose among several.
  package let kind: String

  package init(_ identity: RemoteIdentity, _ grant: Grant, kind: String) {
    self.identity = identity
    self.grant = grant
    self.kind = kind
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

/// What a mutating request has led to.
package enum Outcome: Sendable, Equatable {
  case published(Published)
  /// Accepted for good, but not out yet: the platform works on it, and `readBack` will tell. Look after the delay. A handle
  /// takes the place of the publication's, for what `readBack` needs of the answer.
  case processing(Duration, noting: JSONObject? = nil)
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
  /// The ids of what may be it and cannot be told apart, newest first. It is absent when others made all of them.
  case possible([String])
  case absent
  /// It could not be told this time.
  case inconclusive
  /// The platform has no way to tell, with the reason as a sentence for people.
  case untold(String)
  /// The platform has it and still works on it. Look again after the delay.
  case processing(Duration)
  /// The platform had it and refused it for good: nothing was published.
  case refused(PlatformError)
}
