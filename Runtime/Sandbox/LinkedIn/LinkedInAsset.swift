internal import Core

/// An image or a video that was registered for upload. Only sizes are kept, not bytes.
struct LinkedInAsset {
  let urn: String
  /// The member or organization that may publish it.
  let owner: String
  /// Announced size; nil for images.
  let totalBytes: Int?
  /// In the addresses of its upload, so that nobody can guess them.
  let secret: String
  /// What `finalizeUpload` must name.
  let uploadToken: String
  let expiresAt: Instant
  /// ETags by part.
  private(set) var parts: [Int: String] = [:]
  /// Whether the first bytes are those of a format that LinkedIn takes.
  private(set) var isReadable = true
  /// Its beginning, until it was looked at.
  private var beginning: [UInt8] = []
  /// When it was finished, and from when on it can be published.
  private(set) var availableAt: Instant?

  static let partSize = 4_194_304

  init(urn: String, owner: String, totalBytes: Int?, at now: Instant) {
    self.urn = urn
    self.owner = owner
    self.totalBytes = totalBytes
    secret = Secret.make(bytes: 12)
    uploadToken = totalBytes == nil ? "" : Secret.make(bytes: 12)
    expiresAt = now + .seconds(86_400)
  }

  var isVideo: Bool { urn.hasPrefix("urn:li:video:") }

  /// First and last byte of each part.
  var ranges: [ClosedRange<Int>] {
    guard let totalBytes else { return [] }
    return stride(from: 0, to: totalBytes, by: Self.partSize).map {
      $0...min($0 + Self.partSize, totalBytes) - 1
    }
  }

  /// Takes one part; the same part may come again. Gives its ETag.
  mutating func receive(part: Int, _ bytes: [UInt8]) -> String {
    let tag = "/ambry-videotransient/\(Secret.make(bytes: 9))"
    if part == parts.count, beginning.count < Self.partSize { beginning += bytes }
    parts[part] = tag
    // ISO/IEC 14496-12: a file begins with a box of the type "ftyp".
    if part == 0, bytes.dropFirst(4).prefix(4) != ArraySlice("ftyp".utf8) { isReadable = false }
    return tag
  }

  mutating func finish(at time: Instant) {
    availableAt = time
    if isVideo, MediaRule.linkedIn.objection(to: beginning, of: totalBytes) != nil { isReadable = false }
    beginning = []
  }

  func status(at now: Instant) -> String {
    guard let availableAt else { return "WAITING_UPLOAD" }
    if availableAt > now { return "PROCESSING" }
    return isReadable ? "AVAILABLE" : "PROCESSING_FAILED"
  }
}

extension LinkedInAsset {
  /// A finished upload, as `init(_:)` reads it.
  var record: JSONObject {
    [
      "urn": .string(urn), "owner": .string(owner), "readable": .bool(isReadable),
      "available": .integer(availableAt?.microseconds ?? 0),
    ]
  }

  init?(_ record: JSON) {
    guard let urn = record["urn"]?.string, let owner = record["owner"]?.string,
      let isReadable = record["readable"]?.bool, let available = record["available"]?.integer
    else { return nil }
    let time = Instant(microseconds: available)
    self.init(urn: urn, owner: owner, totalBytes: nil, at: time)
    self.isReadable = isReadable
    availableAt = time
  }
}
