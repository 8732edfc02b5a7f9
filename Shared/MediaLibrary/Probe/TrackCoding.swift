/// How one track of a film is coded (ISO/IEC 14496-12, 8.5.2 and 8.6.1).
struct TrackCoding {
  /// By the four letters of a sample entry (https://mp4ra.org/registered-types/sampleentries, QuickTime's besides).
  private static let names = [
    "avc1": "h264", "avc3": "h264", "hvc1": "hevc", "hev1": "hevc", "vp08": "vp8", "vp09": "vp9",
    "av01": "av1",
    "mp4v": "mpeg4", "apco": "prores", "apcs": "prores", "apcn": "prores", "apch": "prores", "ap4h": "prores",
    "ap4x": "prores", "jpeg": "mjpeg", "mjpa": "mjpeg", "mjpb": "mjpeg", "mp4a": "aac", ".mp3": "mp3",
    "sowt": "pcm", "twos": "pcm", "lpcm": "pcm", "raw ": "pcm", "in24": "pcm", "in32": "pcm", "fl32": "pcm",
    "alac": "alac", "Opus": "opus",
  ]

  static let known = Set(names.values)

  private let media: Boxes
  private let samples: Boxes

  /// `track` is the content of a box `trak`.
  init(_ track: [UInt8]) {
    media = Boxes(Boxes(track).first("mdia") ?? [])
    samples = Boxes(Boxes(media.first("minf") ?? []).first("stbl") ?? [])
  }

  /// Nil when it is no track of sound.
  init?(sound track: [UInt8]) {
    self.init(track)
    guard let handler = media.first("hdlr"), handler.count >= 12,
      Array(handler[8..<12]) == Array("soun".utf8)
    else { return nil }
  }

  /// `unknown` when it does not tell.
  var codec: String {
    // A count, then entries that begin with their length and name.
    guard let entries = samples.first("stsd"), entries.count >= 16 else { return "unknown" }
    let name = entries[12..<16].filter { (0x20..<0x7F).contains($0) }
    let text = String(decoding: name, as: UTF8.self)
    return Self.names[text] ?? (text.isEmpty ? "unknown" : text)
  }

  /// On the average; nil when it does not tell.
  var samplesPerSecond: Double? {
    guard let header = media.first("mdhd"), let version = header.first, let times = samples.first("stts"),
      header.count >= (version == 1 ? 24 : 16), times.count >= 8
    else { return nil }
    let scale = Double(BigEndian.read(header, version == 1 ? 20 : 12, 4))
    var (count, length) = (0.0, 0.0)
    for offset in stride(from: 8, to: times.count - 7, by: 8) {
      let run = Double(BigEndian.read(times, offset, 4))
      count += run
      length += run * Double(BigEndian.read(times, offset + 4, 4))
    }
    return count > 0 && length > 0 && scale > 0 ? count * scale / length : nil
  }
}
