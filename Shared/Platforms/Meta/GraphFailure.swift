internal import Core
internal import HTTPClient

/// An answer of the Graph API that is no success
/// (https://developers.facebook.com/docs/graph-api/guides/error-handling).
struct GraphFailure: Error {
  let status: Int
  let code: Int64
  let subcode: Int64
  let detail: String
  /// Some errors tell how to go on: `error_data`.
  let data: JSON
  /// Says nothing about whether there was an effect: none of the API's own answers, a server's error, or one
  /// that the platform calls transient.
  let isVague: Bool
  /// When calls are taken again, if the platform said so.
  let regainedAt: Instant?

  init(_ response: InboundResponse, _ platform: String) {
    let error = response.json["error"] ?? .null
    status = response.status
    code = error["code"]?.number ?? 0
    subcode = error["error_subcode"]?.number ?? 0
    detail =
      error["error_user_msg"]?.string ?? error["message"]?.string
      ?? "\(platform) answered \(response.status)."
    data = error["error_data"] ?? .null
    isVague = error.object == nil || response.status >= 500 || error["is_transient"]?.bool == true
    regainedAt = Self.regainTime(response)
  }

  /// The kind of an error that does not say whether there was an effect.
  func vague(_ isMutating: Bool) -> PlatformError.Kind { isMutating ? .unknownOutcome : .transient }

  func error(_ kind: PlatformError.Kind) -> PlatformError {
    PlatformError(
      // A limit is a limit also when the platform calls it transient.
      isLimit ? limit : kind,
      code: code == 0 ? "http_\(status)" : subcode == 0 ? "\(code)" : "\(code)/\(subcode)", detail: detail,
      status: status)
  }

  /// How long to leave a limit of our registration alone that does not say when it is lifted.
  private static let pause = Duration.seconds(60)

  /// Two of the limits are those of our registration.
  private var limit: PlatformError.Kind {
    [4, 341].contains(code)
      ? .applicationLimited(until: regainedAt ?? .now() + Self.pause) : .rateLimited(until: regainedAt)
  }

  private var isLimit: Bool { subcode == 0 && status < 500 && Self.limits.contains(code) }

  /// Of the application, the user, the page, custom ones, temporary ones, and 80001… of business use cases.
  static let limits: Set<Int64> = Set([4, 17, 32, 341, 613]).union(80_000...80_014)

  /// What codes mean on every platform of Meta.
  func commonKind(_ isMutating: Bool) -> PlatformError.Kind {
    switch (code, subcode) {
    case (190, _), (102, _): .reauthorize
    case (10, _), (3, _), (200...299, _), (100, 33): .permission
    case (let code, _) where Self.limits.contains(code): limit
    case (506, _): .duplicate
    case (368, _): .contentRejected
    // An unknown application, and a version that is not served any more.
    case (101, _), (2635, _): .application
    case (1, _), (2, _): vague(isMutating)
    default: .permanent
    }
  }

  /// The longest of the times in minutes that the header of the business use cases names
  /// (https://developers.facebook.com/docs/graph-api/overview/rate-limiting).
  private static func regainTime(_ response: InboundResponse) -> Instant? {
    guard let header = response.header("x-business-use-case-usage"),
      let usage = (try? JSON(outside: Array(header.utf8)))?.object
    else { return nil }
    let minutes = usage.members.flatMap { $0.value.array ?? [] }
      .compactMap { $0["estimated_time_to_regain_access"]?.number }.max()
    return minutes.flatMap { $0 > 0 ? .after(outside: min($0, 525_600) * 60) : nil }
  }
}
