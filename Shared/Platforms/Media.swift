package import Core

/// An image or a video of a post.
package struct Media: Sendable, Equatable {
  /// Of a file of the library; nil for one at an address of somebody else.
  package var id: UUID?
  /// Where its bytes are fetched, by a platform or by us for it. Empty for a file of the library until it is
  /// published: its address is good for hours only.
  package var url: String
  /// What it shows, for people who do not see it.
  package var altText: String?
  /// What is known of it; nil for addresses that nobody has looked at.
  package var facts: Facts?

  package init(id: UUID? = nil, url: String, altText: String? = nil, facts: Facts? = nil) {
    self.id = id
    self.url = url
    self.altText = altText
    self.facts = facts
  }

  /// What looking into the bytes told.
  package struct Facts: Sendable, Equatable {
    /// `image/jpeg`, `video/mp4`, …: told from the bytes, not from the name.
    package var contentType: String
    package var bytes: Int64
    /// In pixels, as shown.
    package var width: Int
    package var height: Int
    /// Of a video.
    package var duration: Duration?
    /// How a video is coded; nil for images, and for files that were looked at before this was asked.
    package var video: VideoFacts?
    /// How its pictures and its sound are written; nil for files that were looked at before this was asked.
    package var coding: MediaCoding?

    package init(
      contentType: String, bytes: Int64, width: Int, height: Int, duration: Duration? = nil,
      video: VideoFacts? = nil, coding: MediaCoding? = nil
    ) {
      self.contentType = contentType
      self.bytes = bytes
      self.width = width
      self.height = height
      self.duration = duration
      self.video = video
      self.coding = coding
    }

    /// Whether it is an image that moves. A GIF of which nobody counted the pictures is taken for one.
    package var isMoving: Bool {
      if let pictures = coding?.pictures { return pictures > 1 }
      return contentType == "image/gif"
    }
  }

  /// How a video is coded.
  package struct VideoFacts: Sendable, Equatable {
    /// `h264`, `hevc`, `vp8`, `vp9`, `av1`, `mpeg4`, `prores`, `mjpeg`; else the four letters that the file has for it.
    package var codec: String
    /// `aac`, `mp3`, `pcm`, `alac`, `opus`, else the four letters; nil without sound.
    package var soundCodec: String?
    /// Pictures a second on the average; nil when the file does not tell.
    package var frameRate: Double?
    /// Whether the description stands before the pictures, so that a player may begin before it has the whole.
    package var hasFastStart: Bool

    package init(codec: String, soundCodec: String?, frameRate: Double?, hasFastStart: Bool) {
      self.codec = codec
      self.soundCodec = soundCodec
      self.frameRate = frameRate
      self.hasFastStart = hasFastStart
    }
  }

  /// By its bytes when they are known, else by the ending of its address.
  package var isVideo: Bool {
    if let facts { return facts.contentType.hasPrefix("video/") }
    let path = url.prefix { $0 != "?" && $0 != "#" }.lowercased()
    return path.hasSuffix(".mp4") || path.hasSuffix(".mov")
  }

  init?(stored json: JSON) {
    let id = json["id"]?.string.flatMap { UUID($0) }
    guard let url = json["url"]?.string ?? id.map({ _ in "" }) else { return nil }
    self.init(id: id, url: url, altText: json["alt_text"]?.string)
  }

  var json: JSON {
    ["id": JSON(describing: id), "url": id == nil ? .string(url) : .null, "alt_text": JSON(altText)]
  }
}
