internal import Core
internal import HTTPClient

/// Facebook, pages only (https://developers.facebook.com/docs/pages-api). Groups have had no API since 2024.
///
/// Photos are uploaded unpublished and then attached to a post; videos are uploaded in pieces, reels and the
/// videos of stories are fetched by Facebook. Only the last call of each has an effect that people see.
///
/// Options: `kind` is `post` (the default), `reel` (one video, 9:16) or `story` (one photo or video, no text).
struct Facebook: Connector {
  let world: World
  let application: Application

  let id = "facebook"
  let name = "Facebook"

  /// Facebook fetches photos within seconds; a video is uploaded through us, or fetched and looked into.
  func preparationTime(of content: Content) -> Duration {
    switch Shape(of: content) {
    case .post: content.media.isEmpty ? .zero : .seconds(20)
    case .photoStory: .seconds(20)
    case .video, .reel, .videoStory: .seconds(180)
    }
  }

  /// What is made of content; each has calls of its own.
  enum Shape {
    /// Text, a link, photos.
    case post
    case video, reel, photoStory, videoStory

    init(of content: Content) {
      let isVideo = content.media.first?.isVideo ?? false
      switch content.option("kind") {
      case "reel": self = .reel
      case "story": self = isVideo ? .videoStory : .photoStory
      default: self = isVideo ? .video : .post
      }
    }
  }

  /// The first comment is a step of its own.
  func steps(of content: Content) -> Int { content.firstComment == nil ? 1 : 2 }

  func prepare(_ publication: Publication) throws(PlatformError) -> Preparation {
    guard publication.posted.isEmpty else { return .ready }
    if let begun = publication.handle["begun"]?.integer,
      Instant(seconds: begun) + FacebookLimits.unusedLife < .now()
    {
      return .progressed([:])
    }
    switch Shape(of: publication.content) {
    case .post, .photoStory: return try preparePhotos(publication)
    case .video: return try prepareVideo(publication)
    case .reel: return try prepareShortVideo(publication, "video_reels")
    case .videoStory: return try prepareShortVideo(publication, "video_stories")
    }
  }

  func publish(_ publication: Publication, step: Int, timeout: Duration) throws(PlatformError) -> Outcome {
    if step > 0 { return try publishComment(publication, timeout) }
    switch Shape(of: publication.content) {
    case .post: return try publishPost(publication, timeout)
    case .video: return try finishVideo(publication, timeout)
    case .reel: return try finishShortVideo(publication, "video_reels", timeout)
    case .videoStory: return try finishShortVideo(publication, "video_stories", timeout)
    case .photoStory: return try publishPhotoStory(publication, timeout)
    }
  }

  /// A video is known by its own id, everything else by that of its post.
  func permalink(_ publication: Publication, remoteID: String) throws(PlatformError) -> String? {
    switch Shape(of: publication.content) {
    case .photoStory, .videoStory:
      return try stories(publication).first { $0["post_id"]?.outsideText == remoteID }?["url"]?.string
    case .post, .video, .reel:
      let answer = try call("GET", "/\(remoteID)?fields=id,permalink_url", publication.grant)
      guard answer["id"]?.outsideText ?? remoteID == remoteID else { return nil }
      return answer["permalink_url"]?.string.map(Self.absolute)
    }
  }

  func delete(_ publication: Publication, remoteID: String) throws(PlatformError) {
    do throws(PlatformError) {
      _ = try call("DELETE", "/\(remoteID)", publication.grant)
    } catch {
      // Not there any more.
      guard error.code == "100/33" else { throw error }
    }
  }
}
