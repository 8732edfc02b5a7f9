internal import Core
internal import Platforms
internal import Testing

@Suite("What has to be made of a file before a platform takes it") struct VariantNeedTests {
  private static let mib: Int64 = 1 << 20

  private static func image(_ type: String, _ width: Int, _ height: Int, bytes: Int64 = mib) -> Media.Facts {
    Media.Facts(contentType: "image/\(type)", bytes: bytes, width: width, height: height)
  }

  private static func film(
    _ type: String = "mp4", _ width: Int = 1080, _ height: Int = 1920, codec: String = "h264",
    sound: String? = "aac", rate: Double? = 30, seconds: Int = 20, bytes: Int64 = 10 * mib, fast: Bool = true
  ) -> Media.Facts {
    Media.Facts(
      contentType: "video/\(type)", bytes: bytes, width: width, height: height, duration: .seconds(seconds),
      video: Media.VideoFacts(codec: codec, soundCodec: sound, frameRate: rate, hasFastStart: fast))
  }

  private func content(_ facts: Media.Facts, kind: String?) -> Content {
    Content(
      text: "", media: [Media(id: UUID.v7(), url: "", facts: facts)],
      options: kind.map { ["kind": .string($0)] } ?? [:])
  }

  private func need(_ platform: String, _ kind: String?, _ facts: Media.Facts) throws -> VariantNeed? {
    let content = content(facts, kind: kind)
    return try #require(Platforms.rules[platform]).need(for: content.media[0], in: content)
  }

  @Test(
    "What a platform takes is left as it is",
    arguments: [
      ("instagram", nil, image("jpeg", 1080, 1080)),
      ("instagram", nil, image("jpeg", 1080, 1080, bytes: 8 * mib)),
      ("instagram", "reel", film()), ("instagram", "reel", film("quicktime", codec: "hevc", rate: 23.976)),
      ("instagram", "reel", film(rate: 59.94)), ("instagram", "reel", film(sound: nil)),
      ("instagram", "reel", film(rate: nil)), ("instagram", "story", film(seconds: 60, bytes: 100 * mib)),
      ("facebook", nil, image("png", 5000, 5000, bytes: 10 * mib)),
      ("facebook", nil, image("webp", 800, 800)),
      ("facebook", nil, film("quicktime", codec: "prores", fast: false)),
      ("facebook", "reel", film(codec: "av1")),
      ("facebook", "story", image("gif", 600, 600)), ("facebook", "reel", film(fast: false)),
      ("x", nil, image("png", 4000, 3000, bytes: 5 * mib)),
      ("x", nil, image("gif", 600, 600, bytes: 15 * mib)),
      ("x", nil, film("quicktime")), ("x", nil, film(fast: false)),
      ("linkedin", nil, image("png", 4000, 3000)), ("linkedin", nil, image("gif", 400, 300)),
      ("linkedin", nil, film(codec: "mpeg4", sound: "mp3")), ("linkedin", nil, film(fast: false)),
      ("pinterest", nil, image("webp", 1000, 1500)),
      ("pinterest", nil, film("quicktime", codec: "hevc", sound: "pcm")),
      ("tiktok", nil, image("webp", 1080, 1920)), ("tiktok", nil, film("quicktime", codec: "hevc")),
      ("tiktok", nil, film(codec: "vp9")),
      ("youtube", nil, film("quicktime", codec: "prores", sound: "pcm", fast: false)),
      ("youtube", "short", film(rate: 240)),
    ] as [(String, String?, Media.Facts)])
  func fine(_ platform: String, _ kind: String?, _ facts: Media.Facts) throws {
    #expect(try need(platform, kind, facts) == nil)
  }

  @Test(
    "What it does not take is made anew, as little as does",
    arguments: [
      ("instagram", nil, image("png", 1080, 1080), "jpeg-1080x1080-8388608"),
      ("instagram", "story", image("webp", 1080, 1920), "jpeg-1080x1920-8388608"),
      ("instagram", nil, image("jpeg", 6000, 4000, bytes: 9 * mib), "jpeg-6000x4000-8388608"),
      ("instagram", "reel", film(fast: false), "repacked-kept-314572800"),
      ("instagram", "story", film(fast: false), "repacked-kept-104857600"),
      ("instagram", "reel", film(sound: "mp3"), "repacked-aac-314572800"),
      ("instagram", "reel", film("quicktime", sound: "pcm"), "repacked-aac-314572800"),
      ("instagram", "reel", film(codec: "prores"), "encoded-1080x1920-0-24840000-314572800"),
      ("instagram", "reel", film(codec: "av1", sound: nil), "encoded-1080x1920-0-24840000-314572800"),
      ("instagram", "reel", film("mp4", 3840, 2160), "encoded-1920x1080-0-24840000-314572800"),
      ("instagram", "reel", film("mp4", 2161, 3841), "encoded-1920x3412-0-24840000-314572800"),
      ("instagram", "reel", film(rate: 120), "encoded-1080x1920-60-24840000-314572800"),
      ("instagram", "reel", film(rate: 15), "encoded-1080x1920-30-24840000-314572800"),
      ("instagram", "reel", film(seconds: 4, bytes: 15 * mib), "encoded-1080x1920-0-24840000-314572800"),
      ("instagram", "reel", film(seconds: 600, bytes: 400 * mib), "encoded-1080x1920-0-3614873-314572800"),
      ("facebook", nil, image("png", 5000, 5000, bytes: 11 * mib), "jpeg-5000x5000-10485760"),
      ("facebook", "reel", film("quicktime"), "repacked-kept-9223372036854775807"),
      ("facebook", "reel", film(codec: "mpeg4"), "encoded-1080x1920-0-0-9223372036854775807"),
      ("x", nil, image("png", 4000, 3000, bytes: 6 * mib), "jpeg-4000x3000-5242880"),
      ("x", nil, film(codec: "hevc"), "encoded-1080x1920-0-0-4194304000"),
      ("x", nil, film(sound: "opus"), "repacked-aac-4194304000"),
      ("linkedin", nil, image("webp", 800, 600), "jpeg-800x600-8388608"),
      ("linkedin", nil, image("png", 9000, 6000), "jpeg-7363x4909-8388608"),
      ("linkedin", nil, film("quicktime"), "repacked-kept-500000000"),
      ("linkedin", nil, film("quicktime", sound: "pcm"), "repacked-aac-500000000"),
      ("linkedin", nil, film(codec: "hevc"), "encoded-1080x1920-0-0-500000000"),
      ("pinterest", nil, film(codec: "mjpeg"), "encoded-1080x1920-0-0-2147483648"),
      ("tiktok", nil, image("png", 1080, 1920), "jpeg-1080x1920-20971520"),
      ("tiktok", nil, film("mp4", 4320, 7680), "encoded-2304x4096-0-0-4294967296"),
      ("tiktok", nil, film("quicktime", codec: "prores"), "encoded-1080x1920-0-0-4294967296"),
    ] as [(String, String?, Media.Facts, String)])
  func needed(_ platform: String, _ kind: String?, _ facts: Media.Facts, _ recipe: String) throws {
    let need = try #require(try need(platform, kind, facts))
    #expect(need.recipe.text == recipe)
    #expect(VariantRecipe(text: recipe) == need.recipe)
    #expect(need.reason.contains("takes"))
    // What is made is taken: no variant of a variant.
    #expect(try self.need(platform, kind, need.expected) == nil)
    #expect(need.expected.duration == facts.duration)
  }

  @Test(
    "What no variant mends is refused when the post is composed, with the reason",
    arguments: [
      ("instagram", nil, image("png", 1000, 3000), "media_dimensions"),
      ("instagram", nil, image("gif", 1000, 1000), "media_type"),
      ("instagram", "reel", film(codec: "prores", seconds: 2), "media_duration"),
      ("instagram", "story", film(seconds: 61), "media_duration"),
      ("instagram", "reel", film(seconds: 6000, bytes: 400 * mib), "media_duration"),
      ("facebook", "reel", film("quicktime", 1920, 1080), "media_dimensions"),
      ("x", nil, film(codec: "hevc", seconds: 1300), "media_duration"),
      ("x", nil, image("gif", 2000, 2000), "media_dimensions"),
      ("linkedin", nil, film("quicktime", seconds: 2), "media_duration"),
      ("pinterest", nil, film(codec: "mjpeg", seconds: 2), "media_duration"),
      ("tiktok", nil, film("mp4", 300, 500, codec: "prores"), "dimensions"),
      ("youtube", "short", film("mp4", 1920, 1080), "aspect_ratio"),
    ] as [(String, String?, Media.Facts, String)])
  func hopeless(_ platform: String, _ kind: String?, _ facts: Media.Facts, _ code: String) throws {
    let content = content(facts, kind: kind)
    let rules = try #require(Platforms.rules[platform])
    let found = rules.violations(of: rules.planned(content), at: "")
    #expect(found.map(\.code).contains(code), "\(found)")
  }

  /// A film whose coding was looked at.
  private static func coded(
    _ pixels: String, codec: String = "h264", interlaced: Bool = false, channels: Int = 2, rate: Int = 48_000
  ) -> Media.Facts {
    var facts = film(codec: codec)
    var coding = MediaCoding()
    coding.pixelFormat = pixels
    coding.isInterlaced = interlaced
    (coding.soundChannels, coding.soundRate) = (channels, rate)
    facts.coding = coding
    return facts
  }

  @Test(
    "A film whose pictures or sound not every player shows is made plain where that is asked for; each condition alone",
    arguments: [
      (coded("yuv420p"), "", "", ""), (coded("yuvj420p"), "", "", ""), (coded("nv12"), "", "", ""),
      (coded("yuv444p"), "encoded", "encoded", "encoded"),
      (coded("yuv422p"), "encoded", "encoded", "encoded"),
      (coded("gbrp"), "encoded", "encoded", "encoded"), (coded("gray"), "encoded", "encoded", "encoded"),
      (coded("yuv420p10le"), "encoded", "encoded", "encoded"),
      (coded("yuv420p10le", codec: "hevc"), "encoded", "", ""),
      (coded("yuv420p12le", codec: "hevc"), "encoded", "encoded", "encoded"),
      (coded("yuv420p", interlaced: true), "encoded", "encoded", "encoded"),
      (coded("yuv420p", channels: 6), "repacked", "repacked", "repacked"),
      (coded("yuv420p", channels: 1), "", "", ""),
      (coded("yuv420p", rate: 96_000), "", "repacked", "repacked"),
      (coded("yuv420p", rate: 44_100), "", "", ""),
    ])
  func plain(_ facts: Media.Facts, _ x: String, _ instagram: String, _ reel: String) throws {
    for (platform, kind, wanted) in [
      ("x", nil, x), ("instagram", nil, instagram), ("facebook", "reel", reel),
    ] {
      let need = try need(platform, kind, facts)
      #expect((need?.recipe.text.split(separator: "-").first ?? "") == wanted, "\(platform)")
      if let need { #expect(try self.need(platform, kind, need.expected) == nil, "\(platform)") }
    }
    // They convert by themselves, or do not say what they need.
    for platform in ["facebook", "linkedin", "tiktok", "pinterest", "youtube"]
    where facts.video?.codec == "h264" {
      #expect(try need(platform, nil, facts) == nil, "\(platform)")
    }
  }

  @Test("A GIF of one picture is a JPEG where GIFs are not taken; one that moves is refused there")
  func still() throws {
    var facts = Self.image("gif", 600, 600)
    for platform in ["instagram", "pinterest", "tiktok"] {
      facts.coding = MediaCoding(pictures: 1)
      #expect(try need(platform, nil, facts)?.recipe.contentType == "image/jpeg", "\(platform)")
      facts.coding = MediaCoding(pictures: 2)
      #expect(try need(platform, nil, facts) == nil, "\(platform)")
    }
    for type in ["webp", "png"] {
      var moving = Self.image(type, 600, 600)
      moving.coding = MediaCoding(pictures: 3)
      for platform in ["instagram", "facebook", "linkedin", "pinterest", "tiktok", "x"] {
        let rules = try #require(Platforms.rules[platform])
        let found = rules.violations(of: rules.planned(content(moving, kind: nil)), at: "")
        #expect(found.contains { $0.code == "media_type" }, "\(type) on \(platform)")
      }
    }
  }

  @Test(
    "What a name of a pixel format says",
    arguments: [
      ("yuv420p", "4:2:0", 8), ("yuvj422p", "4:2:2", 8), ("yuva444p10le", "4:4:4", 10),
      ("yuv420p12be", "4:2:0", 12),
      ("nv12", "4:2:0", 8), ("p010le", "4:2:0", 10), ("p210le", "4:2:2", 10), ("rgb24", nil, 8),
      ("rgb48be", nil, 16),
      ("gray10le", nil, 10), ("gbrp12le", nil, 12), ("pal8", nil, 8), ("yuv411p", "4:1:1", 8),
    ] as [(String, String?, Int)])
  func names(_ name: String, _ chroma: String?, _ depth: Int) {
    var coding = MediaCoding()
    coding.pixelFormat = name
    #expect(coding.chroma == chroma && coding.depth == depth)
    #expect(MediaCoding(stored: coding.json) == coding)
  }

  @Test("Nothing is made of a file that nobody has looked at, or that lies at another's address")
  func unknown() throws {
    let rules = try #require(Platforms.rules["instagram"])
    let facts = Self.image("png", 1080, 1080)
    for media in [Media(id: UUID.v7(), url: ""), Media(url: "https://example.com/a.png", facts: facts)] {
      #expect(rules.need(for: media, in: Content(text: "", media: [media])) == nil)
    }
  }

  @Test("A film that would have to be unrecognisable is not made") func tooLong() throws {
    #expect(try need("instagram", "reel", Self.film(seconds: 9000, bytes: 900 * Self.mib)) == nil)
  }

  @Test(
    "A name that is no recipe's is none",
    arguments: ["", "jpeg", "jpeg-0x5-9", "jpeg-5-9", "mp4-1x1-5", "encoded-2x2-1-5"])
  func garbage(_ text: String) { #expect(VariantRecipe(text: text) == nil) }
}
