internal import Core
internal import HTTPClient

extension Facebook {
  /// Calls the Graph API as the page and returns the body of a success.
  func call(
    _ method: String, _ path: RequestPath, _ grant: Grant, form: [(String, String)] = [],
    isMutating: Bool = false,
    timeout: Duration = .seconds(15)
  ) throws(PlatformError) -> JSON {
    try graph("graph.facebook.com").call(
      method, path, grant.accessToken, form: form, isMutating: isMutating, timeout: timeout)
  }

  func graph(_ host: String) -> GraphAPI {
    GraphAPI(world: world, platform: name, host: host, proofSecret: application.secret, kind: Self.kind)
  }

  static var videoHost: String { "graph-video.facebook.com" }

  /// One piece of a video, as the file of a form (https://developers.facebook.com/docs/graph-api/video-uploads).
  func transfer(_ piece: [UInt8], _ fields: [(String, String)], _ publication: Publication)
    throws(PlatformError)
    -> Result<JSON, GraphFailure>
  {
    let graph = graph(Self.videoHost)
    let form = try MultipartForm(
      fields + graph.credentials(publication.grant.accessToken), file: "video_file_chunk", called: "piece")
    return try graph.attempt(
      OutboundRequest(
        "POST",
        world.url(Self.videoHost, "/\(GraphAPI.version)/\(publication.identity.remoteID)/videos"),
        headers: [form.contentType], body: form.head + piece + form.tail, timeout: .seconds(60)))
  }

  /// https://developers.facebook.com/docs/graph-api/guides/error-handling, and what publishing tools have met:
  /// Facebook gives these numbers as codes and as subcodes.
  private static func kind(_ failure: GraphFailure, _ isMutating: Bool) -> PlatformError.Kind {
    for number in [failure.subcode, failure.code] {
      switch number {
      // The page must be authorized to publish by its owner.
      case 1_404_078: return .permission
      case 1_404_006, 1_404_112, 4_854_002, 1_390_008: return .accountRestricted
      case 1_609_005, 1_609_008, 2_061_006, 1_349_125, 1_346_003, 1_404_102: return .contentRejected
      // The photos were posted already: they are uploaded for one post only.
      case 1_366_051: return .duplicate
      case 1_366_046, 2_069_019, 352, 1_363_045: return .mediaRejected
      case 1_363_047, 1_609_010: return failure.vague(isMutating)
      default: break
      }
    }
    return failure.commonKind(isMutating)
  }
}
