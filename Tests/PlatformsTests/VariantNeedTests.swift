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
