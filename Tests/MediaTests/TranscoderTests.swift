internal import ChildProcess
internal import Core
internal import Glibc
internal import Harness
internal import MediaLibrary
internal import Platforms
internal import Testing
internal import Transcoding

@Suite("ffmpeg makes what a platform takes, and does nothing else", .serialized) struct TranscoderTests {
  private static let size = VariantRecipe.Size(width: 320, height: 240)
  private static let jpeg = VariantRecipe.jpeg(size, bytes: 1 << 20)
  private static let film = VariantRecipe.encoded(size, frameRate: 0, bitRate: 0, bytes: 1 << 24)

  /// What came out, and what is known of it.
  private func make(
    _ recipe: VariantRecipe, of bytes: [UInt8], _ type: String, turn: Turn = .none,
    within limit: Duration = .seconds(60)
  ) throws -> (bytes: [UInt8], facts: Media.Facts) {
    let (input, output) = (try TemporaryFile(), try TemporaryFile())
    try input.append(bytes)
    try Transcoder(SampleMedia.ffmpeg).make(
      recipe, of: Transcoder.Source(input, type: type, turn: turn), into: output, until: .now() + limit)
    let made = try output.read(0..<output.size)
    return (made, try FileProbe(ByteSource(size: output.size) { try output.read($0) }).facts())
  }

  /// Why nothing came out.
  private func refusal(
    _ recipe: VariantRecipe, of bytes: [UInt8], _ type: String, within limit: Duration = .seconds(60)
  ) throws -> String? {
    do {
      _ = try make(recipe, of: bytes, type, within: limit)
      return nil
    } catch {
      switch error as? TranscodingError {
      case .refused(let detail, _): return detail
      case .outOfTime: return "out of time"
      default: throw error
      }
    }
  }

  /// The average colour of an image, red, green and blue, as ffmpeg reads it.
  private func colour(_ image: [UInt8], _ area: String) throws -> [Int] {
    let raw = try SampleMedia.convert(
      image, ["-vf", "crop=\(area),scale=1:1:flags=area", "-f", "rawvideo", "-pix_fmt", "rgb24"])
    return raw.map { Int($0) }
  }

  @Test(
    "Images become JPEG of the size asked for, the same bytes each time", arguments: ["png", "webp", "jpeg"])
  func images(_ format: String) throws {
    let image = try SampleMedia.image(format, "640x480")
    let (first, facts) = try make(Self.jpeg, of: image, "image/\(format)")
    #expect((facts.contentType, facts.width, facts.height) == ("image/jpeg", 320, 240))
    #expect(try make(Self.jpeg, of: image, "image/\(format)").bytes == first)
  }

  @Test("What is transparent becomes white") func transparency() throws {
    let image = try SampleMedia.make(
      ["-f", "lavfi", "-i", "color=c=red@0.0:s=64x64,format=rgba"], "png", frames: 1)
    let white = try make(.jpeg(.init(width: 64, height: 64), bytes: 1 << 20), of: image, "image/png").bytes
    #expect(try colour(white, "64:64:0:0").allSatisfy { $0 > 250 })
  }

  @Test("A picture that a camera stored lying or mirrored stands upright", arguments: 1...8)
  func turned(_ tag: Int) throws {
    let stored = try SampleTurns.stored(tag, "jpg")
    let upright = try make(
      .jpeg(.init(width: 96, height: 64), bytes: 1 << 20), of: stored, "image/jpeg",
      turn: try #require(Turn(rawValue: tag))
    ).bytes
    #expect(try SampleTurns.isUpright(upright))
  }

  @Test(
    "Films become H.264 that begins with its description, whatever they were",
    arguments: [
      ("mpeg4", "pcm_s16le", "mpeg4", "pcm"), ("prores", "pcm_s16le", "prores", "pcm"),
      ("libx265", "aac", "hevc", "aac"),
    ])
  func films(_ pictures: String, _ sound: String, _ codec: String, _ soundCodec: String) throws {
    let film = try SampleMedia.film("mov", "640x480", seconds: 2, pictures: pictures, sound: sound)
    let source = ByteSource(size: Int64(film.count)) { Array(film[Int($0.lowerBound)..<Int($0.upperBound)]) }
    let before = try FileProbe(source).facts()
    #expect(before.contentType == "video/quicktime")
    #expect(before.video == .init(codec: codec, soundCodec: soundCodec, frameRate: 25, hasFastStart: false))
    let after = try make(Self.film, of: film, "video/quicktime").facts
    #expect((after.contentType, after.width, after.height) == ("video/mp4", 320, 240))
    #expect(after.video == .init(codec: "h264", soundCodec: "aac", frameRate: 25, hasFastStart: true))
    #expect(abs(try #require(after.duration?.components.seconds) - 2) <= 1)
  }

  @Test("What is only packed wrongly keeps its pictures") func repacked() throws {
    let film = try SampleMedia.film("mov", "640x480", seconds: 2, pictures: "libx264", sound: "pcm_s16le")
    let facts = try make(.repacked(sound: .aac, bytes: 1 << 24), of: film, "video/quicktime").facts
    #expect(facts.contentType == "video/mp4" && facts.width == 640)
    #expect(facts.video == .init(codec: "h264", soundCodec: "aac", frameRate: 25, hasFastStart: true))
  }

  @Test("The frame rate and the sound are brought within what was asked for") func rates() throws {
    let film = try SampleMedia.film("mp4", "320x240", seconds: 1, pictures: "libx264", sound: nil, rate: 120)
    let recipe = VariantRecipe.encoded(Self.size, frameRate: 60, bitRate: 500_000, bytes: 1 << 24)
    let facts = try make(recipe, of: film, "video/mp4").facts
    #expect(facts.video == .init(codec: "h264", soundCodec: nil, frameRate: 60, hasFastStart: true))
  }

  @Test("What is damaged is refused in words for people; those of ffmpeg are for the log") func damaged()
    throws
  {
    let film = try SampleMedia.film("mov", "320x240", seconds: 1, pictures: "mpeg4", sound: nil)
    let cut = try refusal(Self.film, of: Array(film.prefix(film.count / 2)), "video/quicktime")
    #expect(cut == "It cannot be read to its end.")
    let png = try SampleMedia.image("png", "64x64")
    let garbled = Array(png.prefix(40)) + [UInt8](repeating: 0x55, count: 500)
    #expect(try refusal(Self.jpeg, of: garbled, "image/png") == "It cannot be read to its end.")
  }

  @Test("What is interlaced becomes progressive, what is 4:4:4 or has 10 bits 4:2:0 of 8") func plain() throws
  {
    for arguments in [
      ["-c:v", "libx264", "-flags", "+ilme+ildct"], ["-c:v", "libx264", "-pix_fmt", "yuv444p"],
      [
        "-c:v", "libx265", "-tag:v", "hvc1", "-pix_fmt", "yuv420p10le", "-x265-params",
        "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
      ],
    ] {
      let film = try SampleMedia.make(
        ["-f", "lavfi", "-i", "testsrc2=s=320x240:d=0.5:r=25"] + arguments, "mp4")
      let (input, output) = (try TemporaryFile(), try TemporaryFile())
      try input.append(film)
      let before = try examined(input)
      #expect(before.depth == 10 || before.isInterlaced || before.chroma == "4:4:4", "\(arguments)")
      try Transcoder(SampleMedia.ffmpeg).make(
        Self.film, of: .init(input, type: "video/mp4", isHDR: before.isHDR), into: output,
        until: .now() + .seconds(60))
      let after = try examined(output)
      #expect(after.pixelFormat == "yuv420p" && !after.isInterlaced && !after.isHDR, "\(arguments): \(after)")
    }
  }

  private func examined(_ file: TemporaryFile) throws -> MediaCoding {
    let facts = try FileProbe(ByteSource(size: file.size) { try file.read($0) }).facts()
    let examined = try Examiner(SampleMedia.ffmpeg).examine(file, facts, until: .now() + .seconds(60))
    return try #require(examined.coding)
  }

  @Test("What stays too large is refused, a picture after it was tried with less and less quality")
  func tooLarge() throws {
    let noise = try SampleMedia.make(
      ["-f", "lavfi", "-i", "nullsrc=s=320x240,geq=random(1)*255:128:128"], "png", frames: 1)
    let best = try make(.jpeg(Self.size, bytes: 1 << 20), of: noise, "image/png").bytes.count
    let less = try make(.jpeg(Self.size, bytes: Int64(best / 2)), of: noise, "image/png").bytes.count
    #expect(less <= best / 2)
    #expect(
      try #require(try refusal(.jpeg(Self.size, bytes: 500), of: noise, "image/png")).contains("500 bytes"))
  }

  @Test("A picture of more pixels than memory is refused") func bomb() throws {
    let head: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
      + [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 8, 6, 0, 0, 0]
    let bomb = head + [0, 0, 0, 0] + [UInt8](repeating: 0, count: 200)
    #expect(try refusal(Self.jpeg, of: bomb, "image/png") != nil)
  }

  @Test("What takes too long is ended") func slow() throws {
    let film = try SampleMedia.film("mp4", "320x240", seconds: 5, pictures: "mpeg4", sound: nil)
    let recipe = VariantRecipe.encoded(
      .init(width: 8192, height: 8192), frameRate: 0, bitRate: 0, bytes: 1 << 30)
    let begin = BootTime.now()
    #expect(try refusal(recipe, of: film, "video/mp4", within: .seconds(1)) == "out of time")
    #expect(BootTime.now() - begin < .seconds(20))
  }

  /// Files that make a player open others. `PATH` stands for a picture that can be read, `URL` for a server.
  private static let hostile = [
    "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nURL/a.ts\n#EXT-X-ENDLIST\n",
    "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://PATH\n#EXT-X-ENDLIST\n",
    "ffconcat version 1.0\nfile 'PATH'\n", "ffconcat version 1.0\nfile 'URL/a.png'\n",
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='64' height='64'>"
      + "<image xlink:href='URL/a.png' width='64' height='64'/><image xlink:href='PATH' width='64' height='64'/></svg>",
    "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>URL/</BaseURL></MPD>", "RTSPtextURL/a.mov", "PATH",
  ]

  @Test("Whatever a file names, no other file and no address is opened") func hostile() throws {
    let picture = TemporaryDirectory.path("secret") + ".png"
    try ByteFile.write(try SampleMedia.image("png", "64x64"), to: picture)
    let server = try ListeningPort()
    var tried = 0
    for text in Self.hostile {
      let bytes = Array(text.replacing("PATH", with: picture).replacing("URL", with: server.url).utf8)
      for (type, recipe) in [
        ("image/png", Self.jpeg), ("image/jpeg", Self.jpeg), ("image/webp", Self.jpeg),
        ("video/mp4", Self.film),
        ("video/quicktime", Self.film),
      ] {
        #expect(try refusal(recipe, of: bytes, type, within: .seconds(5)) != nil, "\(text) as \(type)")
        tried += 1
      }
    }
    #expect(tried == 40)
    #expect(!server.wasCalled)
    _ = try ChildProcess.run("/bin/rm", [picture])
  }

  @Test("A program that is run so does not see into us, signals nobody, and starts no other; threads it has")
  func alone() throws {
    let (input, output) = (try TemporaryFile(), try TemporaryFile())
    let script = """
      import os, threading
      def tried(act):
        try: act()
        except OSError as error: return type(error).__name__
        return 'done'
      parent = os.getppid()
      tries = [lambda: open(f'/proc/{parent}/environ').read(), lambda: open(f'/proc/{parent}/mem', 'r+b'),
        lambda: os.listdir(f'/proc/{parent}/fd'), lambda: os.kill(parent, 0), os.fork,
        lambda: os.posix_spawn('/bin/true', ['true'], {})]
      thread = threading.Thread(target=lambda: tries.append(None)); thread.start(); thread.join()
      os.write(2, (' '.join(tried(t) for t in tries[:-1]) + f' {len(tries)}').encode())
      """
    let (ending, said) = try ConfinedProgram("/usr/bin/python3").run(
      ["-I", "-c", script], input: input, output: output,
      .init(memory: 1 << 30, file: 1 << 20, deadline: .now() + .seconds(20)))
    #expect(ending == .exited(0))
    // Root sees all there is: only what the filter refuses is refused.
    let looks = geteuid() == 0 ? "done done done" : "PermissionError PermissionError PermissionError"
    #expect(said == "\(looks) PermissionError PermissionError PermissionError 7")
    // And afterwards we look into ourselves again, as the host does.
    #expect(try TextFile.read("/proc/self/environ").isEmpty == false)
  }

  @Test("A program that is run so has no network, no variables and no files of ours") func confined() throws {
    let (input, output) = (try TemporaryFile(), try TemporaryFile())
    try input.append(Array("in".utf8))
    let script = """
      import os, socket
      open('/proc/self/fd/4', 'w').write(open('/proc/self/fd/3').read() + str(dict(os.environ)))
      left = sorted(int(n) for n in os.listdir('/proc/self/fd') if n not in '01234' and os.path.exists('/proc/self/fd/' + n))
      try: socket.socket()
      except PermissionError: os.write(2, ('refused %s' % left).encode())
      """
    let (ending, said) = try ConfinedProgram("/usr/bin/python3").run(
      ["-I", "-c", script], input: input, output: output,
      .init(memory: 1 << 30, file: 1 << 20, deadline: .now() + .seconds(20)))
    #expect(ending == .exited(0))
    #expect(said == "refused []")
    let written = String(decoding: try output.read(0..<output.size), as: UTF8.self)
    #expect(written == "in{}" || written == "in{'LC_CTYPE': 'C.UTF-8'}")
  }
}
