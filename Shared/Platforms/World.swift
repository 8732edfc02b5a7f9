internal import Core
internal import HTTPClient

/// The way to the platforms: their real addresses, or a simulation of all of them at one address, where the
/// real host name is the first segment of the path.
package final class World {
  private let simulation: String?
  private let client: HTTPClient

  package init(simulation: String?) {
    self.simulation = simulation
    client = HTTPClient()
  }

  package func url(_ host: String, _ path: String) -> String {
    simulation.map { "\($0)/\(host)\(path)" } ?? "https://\(host)\(path)"
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
  func fetchMedia(_ url: String, limit: Int) throws(PlatformError) -> [UInt8] {
    let isSimulated = simulation.map { url.hasPrefix($0 + "/") } ?? false
    let request = OutboundRequest(
      "GET", url, timeout: .seconds(20), addressPolicy: isSimulated ? .any : .publicOnly,
      maxResponseBytes: limit)
    let response: InboundResponse
    do {
      response = try client.send(request)
    } catch {
      let kind: PlatformError.Kind = error.kind == .tooLarge ? .mediaRejected : .transient
      throw PlatformError(
        kind, code: "media_fetch", detail: "The media at \(url) could not be fetched: \(error.reason).")
    }
    guard response.status == 200 else {
      throw PlatformError(
        .mediaRejected, code: "media_fetch", detail: "The media at \(url) answered \(response.status).",
        status: response.status)
    }
    return response.body
  }
}

extension InboundResponse {
  /// The body as JSON; null when it is none.
  var json: JSON { (try? JSON(parsing: body)) ?? .null }
}
