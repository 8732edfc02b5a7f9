internal import Core
internal import Database
internal import Platforms

/// Facts as `media` and `media_variant` keep them, in columns of the same names.
extension Media.Facts {
  /// Nil until the bytes were looked at.
  init?(_ row: Row) throws {
    guard let type: String = try row.optional("content_type") else { return nil }
    let milliseconds: Int64? = try row.optional("duration_ms")
    self.init(
      contentType: type, bytes: try row.value("bytes"), width: try row.value("width"),
      height: try row.value("height"), duration: milliseconds.map { .milliseconds($0) },
      video: try Media.VideoFacts(row), coding: try row.optional("coding").map { MediaCoding(stored: $0) })
  }

  var milliseconds: Int64? {
    duration.map { $0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000 }
  }
}

extension Media.VideoFacts {
  fileprivate init?(_ row: Row) throws {
    guard let codec: String = try row.optional("video_codec") else { return nil }
    self.init(
      codec: codec, soundCodec: try row.optional("sound_codec"), frameRate: try row.optional("frame_rate"),
      hasFastStart: try row.value("has_fast_start"))
  }
}
