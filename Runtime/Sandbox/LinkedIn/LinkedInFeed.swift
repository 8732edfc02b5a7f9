internal import Core

/// A published post.
struct LinkedInPost {
  let urn: String
  let author: String
  /// As it came, in little text; as people see it when it was taken back from the ledger.
  var commentary: String
  let content: JSON?
  let createdAt: Instant
  /// From when on it is found by reads.
  let visibleAt: Instant

  /// The content of a post that was taken back from the ledger.
  static func content(_ publication: Publication) -> JSON? {
    switch publication.kind {
    case "image", "video": ["media": ["id": JSON(publication.media.first)]]
    case "multi_image": ["multiImage": ["images": .array(publication.media.map { ["id": .string($0)] })]]
    case "article": ["article": ["source": JSON(publication.source)]]
    default: nil
    }
  }

  /// What is compared to tell a repetition.
  var fingerprint: String { author + "\n" + commentary + "\n" + (content?.text ?? "") }
}

struct LinkedInComment {
  /// `urn:li:comment:(…,…)`.
  let id: String
  let actor: String
  /// The post or comment that it stands below.
  let post: String
  let text: String
  let createdAt: Instant
  let visibleAt: Instant
}

/// All posts and comments, in the order of their publication.
struct LinkedInFeed {
  /// LinkedIn refuses the same content for about so long.
  private static let duplicateWindow: Duration = .seconds(600)

  private var posts: [String: LinkedInPost] = [:]
  private var urnsByAuthor: [String: [String]] = [:]
  private var latest: [String: LinkedInPost] = [:]
  private var comments: [String: [LinkedInComment]] = [:]
  private var lastNumber: UInt64 = 0

  mutating func insert(_ post: LinkedInPost) {
    posts[post.urn] = post
    urnsByAuthor[post.author, default: []].append(post.urn)
    latest[post.fingerprint] = post
    lastNumber = max(lastNumber, Self.number(post.urn))
  }

  mutating func insert(_ comment: LinkedInComment) {
    comments[comment.post, default: []].append(comment)
    lastNumber = max(lastNumber, Self.number(String(comment.id.dropLast(comment.id.hasSuffix(")") ? 1 : 0))))
  }

  func find(_ urn: String) -> LinkedInPost? { posts[urn] }

  mutating func edit(_ urn: String, _ commentary: String) { posts[urn]?.commentary = commentary }

  mutating func remove(_ urn: String) {
    guard let post = posts.removeValue(forKey: urn) else { return }
    urnsByAuthor[post.author]?.removeAll { $0 == urn }
    latest[post.fingerprint] = nil
    comments[urn] = nil
  }

  mutating func removeComment(_ id: String, of post: String) {
    comments[post]?.removeAll { $0.id.hasSuffix(",\(id))") }
  }

  /// An author's posts that can be seen, the newest first.
  func list(_ author: String, at now: Instant) -> [LinkedInPost] {
    (urnsByAuthor[author] ?? []).reversed().compactMap { posts[$0] }.filter { $0.visibleAt <= now }
  }

  /// The oldest first.
  func listComments(_ post: String, at now: Instant) -> [LinkedInComment] {
    (comments[post] ?? []).filter { $0.visibleAt <= now }
  }

  /// The post that this one repeats.
  func original(of post: LinkedInPost) -> String? {
    guard let original = latest[post.fingerprint], post.createdAt - original.createdAt < Self.duplicateWindow
    else { return nil }
    return original.urn
  }

  /// A number that carries its time, of 19 digits: milliseconds, then 22 bits.
  mutating func makeNumber(at now: Instant) -> String {
    lastNumber = max(lastNumber + 1, UInt64(max(0, now.microseconds / 1000)) << 22)
    return String(lastNumber)
  }

  /// Behind the last colon or comma.
  private static func number(_ urn: String) -> UInt64 {
    UInt64(urn.split { $0 == ":" || $0 == "," }.last ?? "") ?? 0
  }
}
