package import ChildProcess
package import Core
package import Platforms

/// Makes variants by ffmpeg.
package struct Transcoder {
  /// Pixels of a picture: more are a bomb.
  package static let mostPixels = 120_000_000
  /// From the best to what is still worth looking at: on ffmpeg's scale for JPEG (2 to 31), and how much of its width and
  /// height is left.
  private static let qualities: [(quality: Int, scale: Double)] = [
    (2, 1), (4, 1), (8, 1), (16, 1), (8, 0.7), (16, 0.5),
  ]

  /// A file, and what has to be known of it to read it rightly.
  package struct Source {
    let file: TemporaryFile
    /// Told from its bytes.
    let type: String
    /// What has to be done to a picture to stand upright. Films are turned by ffmpeg itself.
    let turn: Turn
    /// Whether a film's brightness has to be brought down to that of usual screens.
    let isHDR: Bool

    package init(_ file: TemporaryFile, type: String, turn: Turn = .none, isHDR: Bool = false) {
      self.file = file
      self.type = type
      self.turn = turn
      self.isHDR = isHDR
    }
  }

  private let program: FFmpeg

  /// `path` is that of ffmpeg.
  package init(_ path: String) { program = FFmpeg(path) }

  /// Puts the variant into `output`.
  package func make(
    _ recipe: VariantRecipe, of source: Source, into output: TemporaryFile, until deadline: Instant
  ) throws(TranscodingError) {
    var failure: TranscodingError?
    for filters in attempts(recipe, source) {
      do throws(TranscodingError) {
        let (ending, said) = try program.run(type: source.type, filters, source.file, output, deadline)
        try judge(ending, said, output)
        if output.size <= recipe.bytes { return }
        failure = .refused("It cannot be made smaller than \(recipe.bytes) bytes.")
      } catch {
        // What an ffmpeg without one of the filters refuses, the next attempt may do.
        guard case .refused = error, source.isHDR else { throw error }
        failure = error
      }
    }
    throw failure ?? .refused("There is no way to make it.")
  }

  /// The arguments behind the input, one list for each try.
  private func attempts(_ recipe: VariantRecipe, _ source: Source) -> [[String]] {
    switch recipe {
    case .jpeg(let size, _):
      Self.qualities.map { Self.jpeg(size.scaled($0.scale), quality: $0.quality, source.turn) }
    case .repacked(let sound, _): [Self.film(pictures: ["-c:v", "copy"], sound: sound)]
    case .encoded(let size, let frameRate, let bitRate, _):
      (source.isHDR ? [Self.toned, ""] : [""]).map { tone in
        Self.film(pictures: Self.h264(size, frameRate, bitRate, tone), sound: .aac)
      }
    }
  }

  /// From high dynamic range to BT.709 (https://ffmpeg.org/ffmpeg-filters.html#tonemap-1). Not every ffmpeg has it; without,
  /// colours are pale.
  private static let toned = """
    zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,\
    zscale=t=bt709:m=bt709:r=tv,
    """

  /// What is transparent becomes white: JPEG has no transparency.
  private static func jpeg(_ size: VariantRecipe.Size, quality: Int, _ turn: Turn) -> [String] {
    let (width, height) = (size.width, size.height)
    let filter = """
      color=c=white:s=\(width)x\(height):r=1,format=rgb24[paper];\
      [0:v]\(turn.filter)scale=\(width):\(height):flags=lanczos,format=rgba[ink];\
      [paper][ink]overlay=shortest=1:format=rgb,format=yuvj420p
      """
    return ["-filter_complex", filter, "-frames:v", "1", "-q:v", "\(quality)"] + common + ["-f", "mjpeg"]
  }

  /// Lines of two moments become pictures of one; what is not interlaced stays as it is.
  private static func h264(_ size: VariantRecipe.Size, _ frameRate: Int, _ bitRate: Int64, _ tone: String)
    -> [String]
  {
    let rate = frameRate == 0 ? "" : ",fps=\(frameRate)"
    let limit = bitRate == 0 ? [] : ["-maxrate", "\(bitRate)", "-bufsize", "\(bitRate * 2)"]
    return [
      "-vf", "yadif=deint=interlaced,\(tone)scale=\(size.width):\(size.height),setsar=1\(rate)", "-c:v",
      "libx264", "-preset", "veryfast",
      "-crf", "20", "-profile:v", "high", "-pix_fmt", "yuv420p",
    ] + limit
  }

  private static func film(pictures: [String], sound: VariantRecipe.Sound) -> [String] {
    let encoded =
      sound == .kept ? ["-c:a", "copy"] : ["-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"]
    return ["-map", "0:v:0", "-map", "0:a:0?"] + pictures + encoded + common
      + ["-movflags", "+faststart", "-f", "mp4"]
  }

  /// Nothing of what the file tells of its maker, its place or its time; the same bytes each time.
  private static let common = [
    "-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn", "-fflags", "+bitexact", "-flags", "+bitexact",
  ]

  private func judge(_ ending: ConfinedProgram.Ending, _ said: String, _ output: TemporaryFile)
    throws(TranscodingError)
  {
    switch ending {
    case .exited(0) where output.size > 0: return
    case .outOfTime: throw .outOfTime
    case .killed(let signal):
      throw .refused("It needs more memory than there is.", said: "ended by signal \(signal)")
    case .exited: throw .refused("It cannot be read to its end.", said: FFmpeg.lastLine(said))
    }
  }
}

extension VariantRecipe.Size {
  fileprivate func scaled(_ factor: Double) -> Self {
    func side(_ length: Int) -> Int { max(1, Int(Double(length) * factor)) }
    return Self(width: side(width), height: side(height))
  }
}
