internal import Core
internal import HTTPClient

/// The way to the platforms: their real addresses, or a simulation of all of them at one address, where the
/// real host name is the first segment of the path.
package final class World {
  private let simulation: String?
  /// Which addresses media may be fetched from.
  let sources: MediaSources
  private let client: HTTPClient

  /// `ownObjects` is where our own object store is when it is not Amazon's: it may have an address that is not
  /// public.
  package init(simulation: String?, ownObjects: String? = nil) {
    self.simulation = simulation
    sources = MediaSources(trusting: [simulation, ownObjects].compactMap { $0 })
    client = HTTPClient()
  }

  /// Throws when something is missing in the path: the request would be about something else.
  func url(_ host: String, _ path: RequestPath) throws(PlatformError) -> String {
    guard path.isWhole else {
      throw PlatformError(.permanent, code: "no_id", detail: "What to ask \(host) about has no id.")
    }
    return place(host, path.text)
  }

  /// Where a person's browser is sent to.
  func page(_ host: String, _ path: RequestPath, _ query: [(String, String)]) -> String {
    place(host, path.adding(query: query).text)
  }

  private func place(_ host: String, _ rest: String) -> String {
    simulation.map { "\($0)/\(host)\(rest)" } ?? "https://\(host)\(rest)"
  }

  /// The way to an address that a platform named in an answer, as for an upload; nil when it does not lie at a host of
  /// `domain`, so that tokens and media go nowhere else. One of the simulation's own is taken as it is.
  func url(named address: String, below domain: String) -> String? {
    guard address.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    if let simulation, address.hasPrefix(simulation + "/") { return address }
    guard let named = PublicAddress(address), named.isBelow(domain) else { return nil }
    return place(named.host, named.rest)
  }

  /// Calls a platform. A mutating call that got no answer has an unknown outcome unless nothing was sent.
  func send(_ request: OutboundRequest) throws(PlatformError) -> InboundResponse {
    do {
      return try client.send(request)
    } catch {
      let mayHaveHadEffect = request.isMutating && error.kind != .notSent
      throw PlatformError(
        mayHaveHadEffect ? .unknownOutcome : .transient, code: "no_answer",
        detail: "The platform gave no answer: \(error.reason).")
    }
  }

  /// Fetches media from an address that a person gave: public addresses only, or the simulation's.
  func fetchMedia(_ media: Media, limit: Int) throws(PlatformError) -> [UInt8] {
    try callMedia(media, [], expecting: [200], limit: limit).body
  }

  /// A part of it, so that a large file is never held as a whole. `range` must lie within its size.
  func fetchMedia(_ media: Media, range: Range<Int64>) throws(PlatformError) -> [UInt8] {
    let header = ("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")
    let response = try callMedia(media, [header], expecting: [206, 200], limit: range.count)
    // A server without ranges answers with the whole: good only when that is what was asked for.
    guard response.body.count == range.count else {
      throw PlatformError(
        .mediaRejected, code: "media_range",
        detail: "The server of \(media.url) gives no parts of files: upload the video instead.")
    }
    return response.body
  }

  /// The length in bytes that its server tells.
  func mediaSize(_ media: Media) throws(PlatformError) -> Int64 {
    let response = try callMedia(media, [("Range", "bytes=0-0")], expecting: [206, 200], limit: 8 << 20)
    if response.status == 200 { return Int64(response.body.count) }
    let total = response.header("content-range")?.split(separator: "/").last.flatMap { Int64($0) }
    guard let total else {
      throw PlatformError(
        .mediaRejected, code: "media_size", detail: "The server of \(media.url) does not tell its length.")
    }
    return total
  }

  /// Of what is passed on at a time, in bytes.
  private static let passedPiece: Int64 = 4 << 20

  /// Calls a platform with media as the middle of the body. They pass through piece by piece; when their server
  /// fails on the way, that is what is thrown.
  func send(_ request: OutboundRequest, media: Media, between head: [UInt8], and tail: [UInt8])
    throws(PlatformError) -> InboundResponse
  {
    let size = try mediaSize(media)
    var position: Int64?
    var failure: PlatformError?
    let upload = HTTPClient()
    do {
      return try upload.send(request, length: size.saturated(plus: Int64(head.count + tail.count))) {
        guard let start = position else {
          position = 0
          return head
        }
        guard start < size else { return tail }
        let end = min(start + Self.passedPiece, size)
        position = end
        do throws(PlatformError) {
          return try self.fetchMedia(media, range: start..<end)
        } catch {
          failure = error
          return nil
        }
      }
    } catch {
      throw failure
        ?? PlatformError(
          .transient, code: "no_answer", detail: "The platform gave no answer: \(error.reason).")
    }
  }

  /// In bytes a second: below it a source would hold the function without ever coming to an end.
  private static let leastSpeed = 8 << 10

  private func callMedia(
    _ media: Media, _ headers: [(name: String, value: String)], expecting good: [Int], limit: Int
  ) throws(PlatformError) -> InboundResponse {
    let url = media.url
    // An address of our own store is one that we have made.
    if media.id == nil, let complaint = sources.complaint(about: url) {
      throw PlatformError(.mediaRejected, code: complaint.code, detail: "\(url): \(complaint.detail)")
    }
    let request = OutboundRequest(
      "GET", url, headers: headers, timeout: .seconds(20),
      addressPolicy: sources.trusts(url) ? .any : .publicOnly, maxResponseBytes: limit,
      leastSpeed: Self.leastSpeed)
    let response: InboundResponse
    do {
      response = try client.send(request)
    } catch {
      throw PlatformError(
        Self.kind(error, of: media), code: error.kind == .refusedAddress ? "private_address" : "media_fetch",
        detail: "The media at \(url) could not be fetched: \(error.reason).")
    }
    guard good.contains(response.status) else {
      throw PlatformError(
        Self.isPassing(response.status) ? Self.unavailable(media) : .mediaRejected, code: "media_fetch",
        detail: "The media at \(url) answered \(response.status).")
    }
    return response
  }

  private static func kind(_ error: TransferError, of media: Media) -> PlatformError.Kind {
    switch error.kind {
    // It will not become smaller, or public, by waiting.
    case .tooLarge, .refusedAddress: .mediaRejected
    case .notSent, .timedOut, .interrupted: unavailable(media)
    }
  }

  /// A server that cannot answer now, or is asked too often.
  private static func isPassing(_ status: Int) -> Bool { status >= 500 || status == 408 || status == 429 }

  /// Our own store, or somebody else's server.
  private static func unavailable(_ media: Media) -> PlatformError.Kind {
    media.id == nil ? .mediaUnavailable : .storeUnavailable
  }
}

extension InboundResponse {
  /// The body as JSON; null when it is none.
  var json: JSON { (try? JSON(outside: body)) ?? .null }
}

extension JSON {
  /// The list that an answer must have. Without it nothing is known: an empty list is something else.
  func list(_ name: String, of platform: String) throws(PlatformError) -> [JSON] {
    guard let list = self[name]?.array else {
      throw PlatformError(
        .transient, code: "no_list", detail: "\(platform) answered without the list that was asked for.")
    }
    return list
  }
}
