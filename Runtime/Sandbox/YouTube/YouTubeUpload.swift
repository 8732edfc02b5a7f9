internal import Core
internal import HTTPServer

/// An upload on its way. Its bytes are counted and summed, not kept.
struct YouTubeUpload {
  /// Google speaks of days; a week is seen.
  static let lifetime: Duration = .seconds(7 * 86_400)

  let id: String
  let channel: YouTubeChannel
  let details: YouTubeDetails
  /// As announced; nil when it was not.
  let totalBytes: Int64?
  let beganAt: Instant
  private(set) var content = ContentSum()
  /// All bytes that were sent for it, repeated ones too.
  private var sentBytes = 0
  /// Once it is complete.
  var videoID: String?

  init(id: String, channel: YouTubeChannel, details: YouTubeDetails, totalBytes: Int64?, beganAt: Instant) {
    self.id = id
    self.channel = channel
    self.details = details
    self.totalBytes = totalBytes
    self.beganAt = beganAt
  }

  /// Takes what is new of a piece that begins at `start`, which is at most where the last one ended.
  mutating func receive(_ bytes: [UInt8], from start: Int64) {
    sentBytes += bytes.count
    content.add(bytes.dropFirst(Int(content.count - start)))
  }
}

extension YouTubeUpload {
  /// As `GET /uploads` lists it.
  var report: JSON {
    [
      "platform": "youtube", "id": .string(id), "bytes": totalBytes.map { .integer($0) } ?? .null,
      "stored": .integer(content.count), "sent": JSON(sentBytes), "content": .string(content.text),
    ]
  }

  var record: JSONObject {
    [
      "id": .string(id), "username": .string(channel.title), "details": details.json,
      "bytes": totalBytes.map { .integer($0) } ?? .null, "began": .integer(beganAt.microseconds),
    ]
  }

  init?(_ record: JSON) {
    guard let id = record["id"]?.string, let username = record["username"]?.string,
      let details = try? YouTubeDetails(record["details"]), let began = record["began"]?.integer
    else { return nil }
    self.init(
      id: id, channel: YouTubeChannel(username: username), details: details,
      totalBytes: record["bytes"]?.integer, beganAt: Instant(microseconds: began))
  }

  /// How far it is, as `restore` reads it.
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

/// What `Content-Range` says of a request to a session: a piece, or the question how far the upload is.
struct YouTubePlace {
  /// Nil for the question.
  let piece: Range<Int64>?
  /// Nil when it is not known yet (`*`).
  let total: Int64?

  var isQuestion: Bool { piece == nil }
  var isLast: Bool { piece.map { $0.upperBound == total } ?? false }

  /// `bytes 0-524287/2000000` or `bytes */2000000`; without the header all bytes are sent at once. Nil when it is
  /// something else.
  init?(_ request: HTTPRequest) {
    guard let header = request.header("content-range") else {
      piece = 0..<Int64(request.body.count)
      total = Int64(request.body.count)
      return
    }
    guard header.hasPrefix("bytes ") else { return nil }
    let parts = header.dropFirst(6).split(separator: "/")
    guard parts.count == 2 else { return nil }
    total = Int64(parts[1])
    guard parts[0] != "*" else {
      piece = nil
      return
    }
    let bounds = parts[0].split(separator: "-")
    guard bounds.count == 2, let first = Int64(bounds[0]), let last = Int64(bounds[1]), first <= last,
      last < Int64.max
    else { return nil }
    piece = first..<last + 1
  }
}
