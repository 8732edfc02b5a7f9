internal import Core
internal import HTTPServer

/// What was announced, and what has become of it.
struct TikTokPost {
  enum Outcome {
    /// With the id of the post, and since when TikTok works on it.
    case published(Int64, Instant)
    case failed(String, Instant)
  }

  /// An address for an upload is good for an hour.
  static let uploadLifetime: Duration = .seconds(3600)

  /// The `publish_id`.
  let id: String
  let username: String
  /// What people read below it.
  let text: String
  let privacy: String
  /// Of a video that is uploaded: all its bytes, and how many come at once.
  let totalBytes: Int64
  let chunkBytes: Int64
  let beganAt: Instant
  var content = ContentSum()
  /// Of its bytes the first, until it was looked at.
  var beginning: [UInt8] = []
  /// Once TikTok has all of it.
  var outcome: Outcome?

  var chunks: Int64 { chunkBytes == 0 ? 0 : totalBytes / chunkBytes }
}

extension TikTokPost {
  var record: JSONObject {
    [
      "id": .string(id), "username": .string(username), "text": .string(text), "privacy": .string(privacy),
      "bytes": .integer(totalBytes), "chunk": .integer(chunkBytes), "began": .integer(beganAt.microseconds),
    ]
  }

  init?(_ record: JSON) {
    guard let id = record["id"]?.string, let username = record["username"]?.string,
      let text = record["text"]?.string, let privacy = record["privacy"]?.string,
      let bytes = record["bytes"]?.integer, let chunk = record["chunk"]?.integer,
      let began = record["began"]?.integer
    else { return nil }
    self.init(
      id: id, username: username, text: text, privacy: privacy, totalBytes: bytes, chunkBytes: chunk,
      beganAt: Instant(microseconds: began))
  }

  /// How far the upload is, as `restore` reads it.
  var piece: JSONObject {
    [
      "id": .string(id), "count": .integer(content.count), "sum": .integer(Int64(bitPattern: content.sum)),
      "head": .array(content.head.map { .integer(Int64($0)) }),
    ]
  }

  mutating func restore(_ record: JSON) {
    guard let count = record["count"]?.integer, let sum = record["sum"]?.integer else { return }
    let head = (record["head"]?.array ?? []).compactMap { $0.integer.map { UInt8(truncatingIfNeeded: $0) } }
    content = ContentSum(count: count, sum: UInt64(bitPattern: sum), head: head)
  }
}

/// `Content-Range: bytes 0-5242879/20000000`.
struct TikTokPlace {
  let range: Range<Int64>
  let total: Int64

  init?(_ request: HTTPRequest) {
    guard let header = request.header("content-range"), header.hasPrefix("bytes ") else { return nil }
    let parts = header.dropFirst(6).split(separator: "/")
    let bounds = parts.first?.split(separator: "-") ?? []
    guard parts.count == 2, bounds.count == 2, let total = Int64(parts[1]), let first = Int64(bounds[0]),
      let last = Int64(bounds[1]), first <= last, last < total
    else { return nil }
    range = first..<last + 1
    self.total = total
  }
}
