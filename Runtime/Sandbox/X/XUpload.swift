internal import Core

/// Media on their way to a post. Their bytes are counted and summed, not kept.
struct XUpload {
  let id: String
  let ownerID: String
  let category: String
  /// Announced size in bytes.
  let totalBytes: Int
  let createdAt: Instant
  private var segments: [Int: ContentSum] = [:]
  /// Of all segments; nil when they came in another order, or one of them a second time with other bytes.
  private var content: ContentSum? = ContentSum()
  /// All bytes that were sent for it, repeated ones too.
  private(set) var sentBytes = 0
  private var isReadable = true
  /// Of its bytes the first, until it was looked at.
  private var beginning: [UInt8] = []
  private static let beginningLength = 8 << 20
  /// What it shows, for people who do not see it.
  var altText: String?
  /// When all bytes were there and the processing began.
  private(set) var finalizedAt: Instant?
  private(set) var processingTime: Duration = .zero

  static let lifetime: Duration = .seconds(86_400)

  init(id: String, ownerID: String, category: String, totalBytes: Int, createdAt: Instant) {
    self.id = id
    self.ownerID = ownerID
    self.category = category
    self.totalBytes = totalBytes
    self.createdAt = createdAt
  }

  var receivedBytes: Int { segments.values.reduce(0) { $0 + Int($1.count) } }

  /// Only moving pictures are processed after the upload.
  var needsProcessing: Bool { category.hasSuffix("video") || category.hasSuffix("gif") }

  var mediaKey: String {
    let kind = category.hasSuffix("video") ? "7" : category.hasSuffix("gif") ? "16" : "3"
    return "\(kind)_\(id)"
  }

  var expiresAt: Instant { createdAt + Self.lifetime }

  /// The same segment may be sent again: its last bytes count.
  mutating func receive(segment: Int, _ bytes: [UInt8]) {
    sentBytes += bytes.count
    var sum = ContentSum()
    sum.add(bytes[...])
    if segment == segments.count {
      if beginning.count < Self.beginningLength { beginning += bytes }
      content?.add(bytes[...])
    } else if segments[segment] != sum {
      content = nil
    }
    segments[segment] = sum
    guard segment == 0 else { return }
    // ISO/IEC 14496-12: a video begins with a box of the type "ftyp".
    if category.hasSuffix("video") { isReadable = bytes.dropFirst(4).starts(with: "ftyp".utf8) }
    if category.hasSuffix("gif") { isReadable = ImageFormat(of: bytes) == .gif }
  }

  mutating func finalize(at now: Instant, processingTime: Duration) {
    finalizedAt = now
    if MediaRule.x.objection(to: beginning, of: totalBytes) != nil { isReadable = false }
    beginning = []
    self.processingTime = needsProcessing ? processingTime : .zero
  }

  func isUsable(by accountID: String, at now: Instant) -> Bool {
    guard let finalizedAt, ownerID == accountID, now < expiresAt, isReadable else { return false }
    return finalizedAt + processingTime <= now
  }

  /// What X says about the processing; nil for media that need none.
  func processing(at now: Instant) -> JSON? {
    guard let finalizedAt, needsProcessing else { return nil }
    let elapsed = now - finalizedAt
    if elapsed >= processingTime && !isReadable {
      return [
        "state": "failed",
        "error": ["code": 1, "name": "InvalidMedia", "message": "Unsupported video format"],
      ]
    }
    if elapsed >= processingTime { return ["state": "succeeded", "progress_percent": 100] }
    guard elapsed > .zero else { return ["state": "pending", "check_after_secs": 1] }
    let percent = elapsed.microseconds * 100 / max(1, processingTime.microseconds)
    return ["state": "in_progress", "check_after_secs": 1, "progress_percent": .integer(percent)]
  }
}

extension XUpload {
  /// As `GET /uploads` lists it.
  var report: JSON {
    [
      "platform": "x", "id": .string(id), "bytes": JSON(totalBytes), "stored": JSON(receivedBytes),
      "sent": JSON(sentBytes), "content": JSON(content?.text),
    ]
  }

  /// A finished upload, as `init(_:)` reads it.
  var record: JSONObject {
    [
      "id": .string(id), "owner": .string(ownerID), "category": .string(category),
      "bytes": JSON(totalBytes), "created": .integer(createdAt.microseconds),
    ]
  }

  init?(_ record: JSON) {
    guard let id = record["id"]?.string, let ownerID = record["owner"]?.string,
      let category = record["category"]?.string, let bytes = record["bytes"]?.integer,
      let created = record["created"]?.integer
    else { return nil }
    self.init(
      id: id, ownerID: ownerID, category: category, totalBytes: Int(bytes),
      createdAt: Instant(microseconds: created))
    finalize(at: createdAt, processingTime: .zero)
  }
}
