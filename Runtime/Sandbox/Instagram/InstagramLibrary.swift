internal import Core

/// A published image, reel, story or carousel.
struct InstagramMedia {
  let id: String
  let accountID: String
  /// A draft's kind.
  let kind: String
  let caption: String
  let urls: [String]
  let publishedAt: Instant
  /// From when on it is found by reads.
  let visibleAt: Instant
  var isCommentEnabled = true

  var mediaType: String {
    switch kind {
    case "carousel": "CAROUSEL_ALBUM"
    case "reel", "carousel_video": "VIDEO"
    default: "IMAGE"
    }
  }

  var productType: String {
    switch kind {
    case "reel": "REELS"
    case "story": "STORY"
    default: "FEED"
    }
  }

  /// The id in the alphabet of addresses.
  var shortcode: String {
    let number = UInt64(id) ?? 0
    return Base64.urlEncode((0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) })
  }

  var permalink: String {
    "https://www.instagram.com/\(kind == "reel" ? "reel" : "p")/\(shortcode)/"
  }
}

/// All published media, and each account's in the order of their publication.
struct InstagramLibrary {
  private var media: [String: InstagramMedia] = [:]
  private var idsByAccount: [String: [String]] = [:]

  mutating func insert(_ item: InstagramMedia) {
    media[item.id] = item
    idsByAccount[item.accountID, default: []].append(item.id)
  }

  mutating func enableComments(_ id: String, _ isEnabled: Bool) { media[id]?.isCommentEnabled = isEnabled }

  func find(_ id: String) -> InstagramMedia? { media[id] }

  /// The newest first.
  func list(_ accountID: String) -> some Sequence<InstagramMedia> {
    (idsByAccount[accountID] ?? []).reversed().lazy.compactMap { media[$0] }
  }

  func count(of accountID: String) -> Int { idsByAccount[accountID]?.count ?? 0 }

  /// Publications of the last 24 hours.
  func recentCount(of accountID: String, at now: Instant) -> Int {
    var count = 0
    for item in list(accountID) {
      guard now - item.publishedAt < .seconds(86_400) else { break }
      count += 1
    }
    return count
  }
}
