internal import Core
internal import HTTPServer

/// YouTube's Data API v3 with Google's OAuth 2.0: resumable uploads, videos, comments.
final class YouTube: Platform {
  let name = "youtube"
  let hosts: Set<String> = [
    "accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com", "youtube.googleapis.com",
  ]

  let world: World
  let application: Settings.Application
  /// Google does not tell; ten minutes are seen.
  var codes = AuthorizationCodes(lifetime: .seconds(600))
  var tokens = YouTubeTokens()
  var uploads: [String: YouTubeUpload] = [:]
  var videos: [String: YouTubeVideo] = [:]
  /// By the id of the video, the oldest first.
  var comments: [String: [YouTubeComment]] = [:]
  private var quota = YouTubeQuota()

  init(_ world: World) {
    self.world = world
    application = world.settings.application(of: "youtube")
  }

  static let table = RouteTable<YouTube>(routes: [
    Route("POST", "oauth2.googleapis.com/token", .token, exchangeToken),
    Route("POST", "oauth2.googleapis.com/revoke", .token, revokeToken),
    Route("GET", "www.googleapis.com/youtube/v3/channels", .read, listChannels),
    Route("POST", "www.googleapis.com/upload/youtube/v3/videos", .container, beginUpload),
    Route("PUT", "www.googleapis.com/upload/youtube/v3/videos", .media, continueUpload),
    Route("GET", "www.googleapis.com/youtube/v3/videos", .read, listVideos),
    Route("GET", "www.googleapis.com/youtube/v3/videoCategories", .read, listCategories),
    Route("DELETE", "www.googleapis.com/youtube/v3/videos", .other, deleteVideo),
    Route("POST", "www.googleapis.com/youtube/v3/commentThreads", .reply, createComment),
    Route("GET", "www.googleapis.com/youtube/v3/commentThreads", .read, listComments),
  ])

  /// The piece that completes a video publishes it; asking a session is reading.
  func operation(of call: Call) -> Operation? {
    if isAuthorizationPage(call) { return nil }
    let operation = Self.table.find(call.method, path(of: call))?.route.operation ?? .other
    guard operation == .media else { return operation }
    guard let place = YouTubePlace(call.request) else { return .media }
    return place.isQuestion ? .read : place.isLast ? .publish : .media
  }

  var uploadReports: [JSON] { uploads.values.map(\.report) }

  func text(of call: Call) -> String {
    call.json?["snippet"]?["topLevelComment"]?["snippet"]?["textOriginal"]?.string
      ?? call.json?["snippet"]?["description"]?.string
      ?? call.query("upload_id").flatMap { uploads[$0]?.details.text } ?? ""
  }

  func answer(_ call: Call) throws(Refusal) -> Answer {
    if isAuthorizationPage(call) { return authorize(call) }
    guard let (route, captures) = Self.table.find(call.method, path(of: call)) else {
      throw .google(404, "notFound", "Not Found")
    }
    if world.settings.enforcesRateLimits, !quota.take(call.method, path(of: call).last ?? "", at: world.now) {
      throw .google(
        403, "quotaExceeded",
        "The request cannot be completed because you have exceeded your <a href=\"/youtube/v3/getting-started#quota\">"
          + "quota</a>.", domain: "youtube.quota")
    }
    return try route.handler(self)(call, captures)
  }

  func refusal(_ status: Int) -> HTTPReply { Refusal.google(status).reply }

  private func path(of call: Call) -> [String] {
    [call.host == "youtube.googleapis.com" ? "www.googleapis.com" : call.host] + call.path
  }

  private func isAuthorizationPage(_ call: Call) -> Bool {
    call.host == "accounts.google.com" && call.path.first == "o" && call.path.last == "auth"
  }
}

extension YouTube {
  func restore(_ record: JSON) {
    switch record["record"]?.string {
    case "token": tokens.restore(record)
    case "revoked": tokens.revoke(record["refresh"]?.string ?? "")
    case "upload":
      guard let upload = YouTubeUpload(record) else { return }
      uploads[upload.id] = upload
    case "piece": uploads[record["id"]?.string ?? ""]?.restore(record)
    case "refused":
      guard let upload = uploads[record["id"]?.string ?? ""], let time = record["time"]?.integer else {
        return
      }
      insertVideo(
        of: upload, at: Instant(microseconds: time),
        refused: (record["status"]?.string ?? "", record["reason"]?.string ?? ""))
    case "deleted": videos[record["id"]?.string ?? ""] = nil
    default: break
    }
  }

  func restore(_ publication: Publication) {
    if let video = publication.replyTo {
      comments[video, default: []].append(YouTubeComment(publication))
    } else if let upload = publication.source.flatMap({ uploads[$0] }) {
      insertVideo(of: upload, at: publication.publishedAt, refused: nil)
    }
  }
}
