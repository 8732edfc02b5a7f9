internal import Core
internal import Platforms
internal import Testing

/// A platform that does as a test tells it, and remembers what it was asked to publish.
final class ScriptedPlatform: Connector {
  let id = "x"
  let name = "Scripted"
  func preparationTime(of content: Content) -> Duration { .zero }

  /// How the next publishing requests fail, nil for those that do not; all after the last one are accepted.
  var refusals: [PlatformError?] = []
  /// What comes of the next preparing calls; nothing is left to prepare after the last one.
  var preparations: [Preparation] = []
  /// What the next looks find; those after the last one tell nothing.
  var looks: [Result<ReadBack, PlatformError>] = []
  /// Happens while a request is under way: what others do meanwhile.
  var whilePreparing: (() throws -> Void)?
  var whilePublishing: (() throws -> Void)?
  var whileRemoving: (() throws -> Void)?
  /// Whether the answer to the publishing request says where the post is.
  var tellsPermalink = true

  /// Whether it accepts posts and works on them before it shows them.
  var processes = false

  /// The texts that it was asked to publish, whatever it answered.
  private(set) var asked: [String] = []
  /// How often it was asked to prepare.
  private(set) var prepared = 0
  /// The handles that looks came with, as JSON.
  private(set) var looked: [String] = []
  private let prefix: String

  /// Remote ids are the prefix and a number.
  init(_ prefix: String = "r", refusing refusals: [PlatformError?] = []) {
    self.prefix = prefix
    self.refusals = refusals
  }

  /// What it says of any content.
  var complaints: [FieldError] = []
  func violations(of content: Content, at pointer: String) -> [FieldError] { complaints }
  func measures(of content: Content) -> [TextMeasure] { [] }

  func target(for media: Media, in content: Content) -> MediaTarget? { nil }

  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String { redirectURI }

  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    Grant(accessToken: code, refreshToken: nil, expiresAt: nil)
  }

  /// How the next renewals fail; those after the last one succeed.
  var renewalRefusals: [PlatformError] = []
  /// How often it was asked to renew tokens.
  private(set) var renewed = 0
  /// Happens while tokens are renewed.
  var whileRenewing: (() throws -> Void)?
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    renewed += 1
    happen(\.whileRenewing)
    guard renewalRefusals.isEmpty else { throw renewalRefusals.removeFirst() }
    return Grant(accessToken: "new\(renewed)", refreshToken: "r\(renewed)", expiresAt: grant.expiresAt)
  }

  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    [GrantedIdentity(RemoteIdentity(remoteID: "42", name: "cafe"), grant, kind: "person")]
  }

  func revoke(_ grant: Grant) throws(PlatformError) {}

  /// How the next removals fail, nil for those that do not.
  var removalRefusals: [PlatformError?] = []
  /// The ids that it was asked to remove.
  private(set) var removed: [String] = []
  func removals(of ids: [String]) -> [String] { ids.reversed() }
  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    removed.append(remoteID)
    happen(\.whileRemoving)
    if !removalRefusals.isEmpty, let refusal = removalRefusals.removeFirst() { throw refusal }
  }

  func steps(of content: Content) -> Int { 1 + content.thread.count }

  /// How the next preparing calls fail, nil for those that do not.
  var preparationRefusals: [PlatformError?] = []
  /// The tokens that calls came with.
  private(set) var tokens: [String] = []

  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    prepared += 1
    tokens.append(publication.grant.accessToken)
    if !preparationRefusals.isEmpty, let refusal = preparationRefusals.removeFirst() { throw refusal }
    happen(\.whilePreparing)
    return preparations.isEmpty ? .ready : preparations.removeFirst()
  }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    asked.append(step == 0 ? publication.content.text : publication.content.thread[step - 1])
    let remoteID = "\(prefix)\(asked.count)"
    happen(\.whilePublishing)
    if !refusals.isEmpty, let refusal = refusals.removeFirst() { throw refusal }
    if processes { return .processing(.seconds(5)) }
    return .published(
      Published(remoteID: remoteID, permalink: tellsPermalink ? "https://x.test/\(remoteID)" : nil))
  }

  func readBack(_ publication: Publication, step: Int, since start: Instant) throws(PlatformError) -> ReadBack
  {
    looked.append(JSON.object(publication.handle).text)
    guard !looks.isEmpty else { return .inconclusive }
    return try looks.removeFirst().get()
  }

  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    "https://x.test/\(remoteID)"
  }

  /// Once only, since what happens may come here again.
  private func happen(_ event: ReferenceWritableKeyPath<ScriptedPlatform, (() throws -> Void)?>) {
    guard let now = self[keyPath: event] else { return }
    self[keyPath: event] = nil
    do { try now() } catch { Issue.record(error) }
  }
}

extension PlatformError {
  static func scripted(_ kind: Kind) -> PlatformError {
    PlatformError(kind, code: "scripted", detail: "As the test says.", status: 500)
  }
}
