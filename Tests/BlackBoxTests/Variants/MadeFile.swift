internal import Harness

/// A file of the matrix: made here, small, and never stored in the repository.
struct MadeFile {
  let name: String
  /// What it is announced as.
  let type: String
  let bytes: [UInt8]
  /// What it is rejected with when it arrives; nil when it is to become ready.
  var rejection: String?

  /// Format, damage, orientation, pixel format and size: sixty of them.
  static func all() throws -> [MadeFile] { try images() + turned() + damaged() + films() + brokenFilms() }

  private static func image(
    _ name: String, _ ending: String, _ arguments: [String] = [], size: String = "640x640", frames: Int = 1
  ) throws -> MadeFile {
    let source = ["-f", "lavfi", "-i", "testsrc2=s=\(size):r=5"]
    let types = ["jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"]
    return MadeFile(
      name: name, type: types[ending] ?? "",
      bytes: try SampleMedia.make(source + arguments, ending, frames: frames))
  }

  private static func images() throws -> [MadeFile] {
    let noise = "nullsrc=s=1600x1600,geq=lum='random(1)*255':cb='random(2)*255':cr='random(3)*255'"
    return [
      try image("JPEG", "jpg"), try image("PNG", "png"), try image("WebP", "webp"),
      try image("lossless WebP", "webp", ["-lossless", "1"]), try image("still GIF", "gif"),
      try image("moving GIF", "gif", frames: 4),
      try image("moving WebP", "webp", ["-c:v", "libwebp_anim"], size: "320x320", frames: 3),
      try image("moving PNG", "png", ["-c:v", "apng", "-f", "apng"], size: "320x320", frames: 3),
      try image("JPEG in 4:4:4", "jpg", ["-pix_fmt", "yuvj444p"]),
      try image("JPEG in 4:2:2", "jpg", ["-pix_fmt", "yuvj422p"]),
      try image("PNG of 16 bits", "png", ["-pix_fmt", "rgb48be"]),
      try image("PNG with a palette", "png", ["-pix_fmt", "pal8"]),
      try image("transparent PNG", "png", ["-vf", "format=rgba,colorchannelmixer=aa=0.5"]),
      try image("tall JPEG", "jpg", size: "400x1600"), try image("wide JPEG", "jpg", size: "3000x1000"),
      try image("tiny JPEG", "jpg", size: "16x16"),
      try image("moving GIF of many pictures", "gif", size: "64x64", frames: 260),
      MadeFile(
        name: "large PNG", type: "image/png",
        bytes: try SampleMedia.make(["-f", "lavfi", "-i", noise], "png", frames: 1)),
    ]
  }

  /// All eight values by one format or another, and both that matter most by each.
  private static func turned() throws -> [MadeFile] {
    let kinds = [
      ("jpg", "image/jpeg", [2, 3, 6, 8]), ("png", "image/png", [4, 5, 6]), ("webp", "image/webp", [6, 7]),
    ]
    return try kinds.flatMap { ending, type, tags in
      try tags.map {
        MadeFile(name: "turned \(ending) \($0)", type: type, bytes: try SampleTurns.stored($0, ending))
      }
    }
  }

  private static func damaged() throws -> [MadeFile] {
    func cut(_ file: MadeFile, _ count: Int) -> MadeFile {
      MadeFile(
        name: "cut \(file.name) \(count)", type: file.type, bytes: Array(file.bytes.prefix(count)),
        rejection: "damaged")
    }
    let (jpeg, png, gif) = (try image("JPEG", "jpg"), try image("PNG", "png"), try image("GIF", "gif"))
    let webP = try image("WebP", "webp")
    var flipped = png.bytes
    flipped[flipped.count / 2] ^= 0xFF
    let still: [UInt8] = [0, 0, 0, 24] + Array("ftypheic".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8)
    return [
      cut(jpeg, jpeg.bytes.count / 2), cut(jpeg, jpeg.bytes.count - 2), cut(png, png.bytes.count / 2),
      cut(gif, gif.bytes.count / 2), cut(gif, gif.bytes.count - 1), cut(webP, webP.bytes.count / 2),
      MadeFile(name: "flipped PNG", type: "image/png", bytes: flipped, rejection: "damaged"),
      MadeFile(
        name: "HEIC named JPEG", type: "image/jpeg", bytes: still + [UInt8](repeating: 0, count: 4000),
        rejection: "unsupported_type"),
      MadeFile(name: "PNG named JPEG", type: "image/jpeg", bytes: png.bytes, rejection: "wrong_type"),
    ]
  }

  private static func film(
    _ name: String, _ pictures: [String], sound: [String] = ["-c:a", "aac"], ending: String = "mp4",
    rate: Int = 25,
    seconds: Int = 4, size: String = "360x640", more: [String] = ["-movflags", "+faststart"]
  ) throws -> MadeFile {
    let tone = sound.isEmpty ? [] : ["-f", "lavfi", "-i", "sine=d=\(seconds)"]
    let picture = ["-f", "lavfi", "-i", "testsrc2=s=\(size):r=\(rate):d=\(seconds)"]
    let bytes = try SampleMedia.make(picture + tone + ["-c:v"] + pictures + sound + more, ending)
    return MadeFile(name: name, type: ending == "mov" ? "video/quicktime" : "video/mp4", bytes: bytes)
  }

  private static let h264 = ["libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
  private static let quiet = ["-x265-params", "log-level=none", "-preset", "ultrafast", "-tag:v", "hvc1"]

  private static func films() throws -> [MadeFile] {
    let hdr = [
      "libx265", "-preset", "ultrafast", "-tag:v", "hvc1", "-pix_fmt", "yuv420p10le", "-x265-params",
      "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
    ]
    let upright = try film("film", h264)
    return [
      upright, try film("QuickTime film that ends with its description", h264, ending: "mov", more: []),
      try film("film in 4:4:4", ["libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"]),
      try film("film in 4:2:2", ["libx264", "-preset", "ultrafast", "-pix_fmt", "yuv422p"]),
      try film("film of 10 bits", ["libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le"]),
      try film("interlaced film", h264 + ["-flags", "+ilme+ildct"]),
      try film("HEVC", ["libx265", "-pix_fmt", "yuv420p"] + quiet),
      try film("HEVC of high dynamic range", hdr),
      try film("VP9", ["libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"]),
      try film("AV1", ["libsvtav1", "-preset", "12"]), try film("MPEG-4", ["mpeg4", "-q:v", "4"]),
      try film(
        "ProRes", ["prores", "-pix_fmt", "yuv422p10le"], sound: ["-c:a", "pcm_s16le"], ending: "mov", more: []
      ),
      try film("film without sound", h264, sound: []),
      try film("film with sound of 96 kHz", h264, sound: ["-c:a", "aac", "-ar", "96000"]),
      try film("film with six channels", h264, sound: ["-c:a", "aac", "-ac", "6"]),
      try film("film of 15 pictures a second", h264, rate: 15),
      try film("film of 100 pictures a second", h264, rate: 100),
      try film(
        "film of odd sides", ["libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"], size: "361x641"),
      try film("film of two seconds", h264, seconds: 2),
      MadeFile(
        name: "mirrored film", type: "video/mp4",
        bytes: SampleTurns.film(upright.bytes, 2, width: 360, height: 640)),
    ]
  }

  private static func brokenFilms() throws -> [MadeFile] {
    let whole = try film("film", h264)
    let data = whole.bytes.firstRange(of: Array("mdat".utf8))?.upperBound ?? 0
    var emptied = whole.bytes
    for index in data + 1000..<data + (emptied.count - data) / 2 { emptied[index] = 0 }
    return [
      MadeFile(
        name: "half of a film", type: "video/mp4", bytes: Array(whole.bytes.prefix(whole.bytes.count / 2)),
        rejection: "damaged"),
      MadeFile(name: "film without pictures", type: "video/mp4", bytes: emptied, rejection: "damaged"),
      MadeFile(
        name: "half a film that ends with its description", type: "video/quicktime",
        bytes: Array(try film("", h264, ending: "mov", more: []).bytes.dropLast(900)), rejection: "damaged"),
      MadeFile(
        name: "PDF named film", type: "video/mp4",
        bytes: Array("%PDF-1.7 ".utf8) + [UInt8](repeating: 32, count: 900),
        rejection: "unsupported_type"),
    ]
  }
}
