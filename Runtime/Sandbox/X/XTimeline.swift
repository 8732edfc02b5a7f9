internal import Core

/// A published post.
struct XPost {
  let id: String
  let authorID: String
  let text: String
  let replyTo: String?
  let quoted: String?
  let mediaIDs: [String]
  let createdAt: Instant
  /// From when on it is found by reads.
  let visibleAt: Instant
}

/// All posts, and each user's in the order of their publication.
struct XTimeline {
  /// Repeated text is refused for this long. X names no figure; it is longer than any retry lasts.
  private static let duplicateWindow: Duration = .seconds(86_400)

  private struct Content: Hashable {
    let authorID: String
    let text: String
    let replyTo: String?
  }

  private var posts: [String: XPost] = [:]
  private var idsByAuthor: [String: [String]] = [:]
  private var lastPublished: [Content: Instant] = [:]
  private var lastID: UInt64 = 0

  mutating func insert(_ post: XPost) {
    posts[post.id] = post
    idsByAuthor[post.authorID, default: []].append(post.id)
    lastPublished[Content(authorID: post.authorID, text: post.text, replyTo: post.replyTo)] = post.createdAt
    lastID = max(lastID, UInt64(post.id) ?? 0)
  }

  mutating func remove(_ id: String) {
    guard let post = posts.removeValue(forKey: id) else { return }
    idsByAuthor[post.authorID]?.removeAll { $0 == id }
    lastPublished[Content(authorID: post.authorID, text: post.text, replyTo: post.replyTo)] = nil
  }

  func find(_ id: String) -> XPost? { posts[id] }

  func count(of authorID: String) -> Int { idsByAuthor[authorID]?.count ?? 0 }

  /// A user's posts that can be seen, the newest first.
  func list(_ authorID: String, at now: Instant) -> some Sequence<XPost> {
    (idsByAuthor[authorID] ?? []).reversed().lazy.compactMap { posts[$0] }.filter { $0.visibleAt <= now }
  }

  func isDuplicate(_ text: String, replyTo: String?, by authorID: String, at now: Instant) -> Bool {
    let content = Content(authorID: authorID, text: text, replyTo: replyTo)
    guard !text.isEmpty, let last = lastPublished[content] else { return false }
    return now - last < Self.duplicateWindow
  }

  /// An id that carries its time (a "snowflake": milliseconds since 2010-11-04, then 22 bits).
  mutating func makeID(at now: Instant) -> String {
    let milliseconds = UInt64(max(0, now.microseconds / 1000 - 1_288_834_974_657))
    lastID = max(lastID + 1, milliseconds << 22)
    return String(lastID)
  }
}
