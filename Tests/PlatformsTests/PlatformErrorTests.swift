internal import Core
internal import Description
internal import Platforms
internal import Testing

@Suite("Every kind of error has a code that users are told the meaning of") struct PlatformErrorTests {
  private static let kinds: [PlatformError.Kind] = [
    .reauthorize, .permission, .rateLimited(until: nil), .quotaExhausted(until: .now()), .duplicate,
    .contentRejected, .mediaRejected, .accountRestricted, .notFound, .application,
    .applicationLimited(until: .now()), .transient, .mediaUnavailable, .storeUnavailable, .accessUnavailable,
    .unknownOutcome, .permanent,
  ]

  @Test("The API's description names it among the values, and explains it", arguments: kinds)
  func described(kind: PlatformError.Kind) throws {
    let description = try JSON(parsing: APIDescription().json)
    let schema = try #require(description["components"]?["schemas"]?["DeliveryErrorCode"])
    let code = PlatformError(kind, code: "", detail: "").apiCode
    #expect(schema["enum"]?.array?.contains(.string(code)) == true)
    #expect(schema["description"]?.string?.contains("`\(code)`") == true)
  }
}
