internal import Core

/// Something that a page published.
struct FacebookPost {
  let id: String
  let pageID: String
  /// `post`, `photo`, `video`, `reel` or `story`.
  let kind: String
  let message: String
  /// The photo or video that a story or a video's post is made of.
  let source: String?
  let publishedAt: Instant
  /// From when on it is found by reads.
  let visibleAt: Instant
}

/// A comment of a page on something of its own.
struct FacebookComment {
  let id: String
  /// The post or video, or the comment that it answers.
  let objectID: String
  let pageID: String
  let message: String
  let createdAt: Instant
  let visibleAt: Instant
}

/// A photo that was uploaded.
struct FacebookPhoto {
  let id: String
  let pageID: String
  let address: String
  let altText: String?
  let uploadedAt: Instant
  /// What it was published with.
  var postID: String?
}

/// What is on the pages, each page's in the order of its publication.
struct FacebookWall {
  private var posts: [String: FacebookPost] = [:]
  private var idsByPage: [String: [String]] = [:]
  private(set) var comments: [String: FacebookComment] = [:]

  mutating func insert(_ post: FacebookPost) {
    posts[post.id] = post
    idsByPage[post.pageID, default: []].append(post.id)
  }

  mutating func insert(_ comment: FacebookComment) { comments[comment.id] = comment }

  mutating func remove(_ id: String) {
    posts[id] = nil
    comments[id] = nil
  }

  func find(_ id: String) -> FacebookPost? { posts[id] }

  /// The newest first.
  func list(_ pageID: String) -> [FacebookPost] {
    (idsByPage[pageID] ?? []).reversed().compactMap { posts[$0] }
  }

  /// The newest first.
  func comments(on objectID: String) -> [FacebookComment] {
    comments.values.filter { $0.objectID == objectID }.sorted { $0.id > $1.id }
  }
}
