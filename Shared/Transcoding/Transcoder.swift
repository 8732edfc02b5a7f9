package import ChildProcess
package import Core
package import Platforms

/// Makes variants by ffmpeg (https://ffmpeg.org/ffmpeg.html).
///
/// What it reads was uploaded by whoever. So ffmpeg is told what the file is, and guesses at no playlist or script; it
/// opens nothing but the two files it is given; and the kernel refuses it a network.
package struct Transcoder {
  /// Bytes of address space; an image of 120 megapixels needs a quarter of it.
  private static let memory: Int64 = 4 << 30
  /// Pixels of a picture: more are a bomb.
  private static let mostPixels = 120_000_000
  /// From the best to what is still worth looking at, on ffmpeg's scale for JPEG (2 to 31).
  private static let qualities = [2, 4, 8, 16]

  private let program: ConfinedProgram

  /// `path` is that of ffmpeg.
  package init(_ path: String) { program = ConfinedProgram(path) }

  /// Puts the variant into `output`. `type` is the content type of `input`, told from its bytes; `turn` what has to be
  /// done to a picture to stand upright.
  package func make(
    _ recipe: VariantRecipe, of input: TemporaryFile, type: String, turn: Turn = .none,
    into output: TemporaryFile, until deadline: Instant
  ) throws(TranscodingError) {
    guard let format = Self.demuxers[type] else { throw .refused("There is no variant of \(type).") }
    let source = ["-max_pixels", "\(Self.mostPixels)"] + format + ["-i", "file:/proc/self/fd/3"]
    for filters in attempts(recipe, turn) {
      try run(source + filters, input, output, deadline)
      if output.size <= recipe.bytes { return }
    }
    throw .refused("It cannot be made smaller than \(recipe.bytes) bytes.")
  }

  /// By content type, how ffmpeg is to read it. A film may not name other files.
  private static let demuxers = [
    // Newer versions would turn a picture by themselves.
    "image/jpeg": ["-noautorotate", "-f", "jpeg_pipe"], "image/png": ["-noautorotate", "-f", "png_pipe"],
    "image/webp": ["-noautorotate", "-f", "webp_pipe"],
    "video/mp4": ["-f", "mov", "-enable_drefs", "0", "-use_absolute_path", "0"],
    "video/quicktime": ["-f", "mov", "-enable_drefs", "0", "-use_absolute_path", "0"],
  ]

  /// The arguments behind the input, one list for each try.
  private func attempts(_ recipe: VariantRecipe, _ turn: Turn) -> [[String]] {
    switch recipe {
    case .jpeg(let size, _): Self.qualities.map { Self.jpeg(size, quality: $0, turn) }
    case .repacked(let sound, _): [Self.film(pictures: ["-c:v", "copy"], sound: sound)]
    case .encoded(let size, let frameRate, let bitRate, _):
      [Self.film(pictures: Self.h264(size, frameRate, bitRate), sound: .aac)]
    }
  }

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

  private static func h264(_ size: VariantRecipe.Size, _ frameRate: Int, _ bitRate: Int64) -> [String] {
    let rate = frameRate == 0 ? "" : ",fps=\(frameRate)"
    let limit = bitRate == 0 ? [] : ["-maxrate", "\(bitRate)", "-bufsize", "\(bitRate * 2)"]
    return [
      "-vf", "scale=\(size.width):\(size.height),setsar=1\(rate)", "-c:v", "libx264", "-preset", "veryfast",
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

  private func run(
    _ arguments: [String], _ input: TemporaryFile, _ output: TemporaryFile, _ deadline: Instant
  ) throws(TranscodingError) {
    let before = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-threads", "2"]
    let confined = ["-protocol_whitelist", "file"]
    let behind = ["-threads", "2", "file:/proc/self/fd/4"]
    let limits = ConfinedProgram.Limits(memory: Self.memory, file: 8 << 30, deadline: deadline)
    let (ending, said): (ConfinedProgram.Ending, String)
    do throws(FileFailure) {
      try output.clear()
      (ending, said) = try program.run(
        before + confined + arguments + behind, input: input, output: output, limits)
    } catch {
      throw .unable(error.description)
    }
    try judge(ending, said, output)
  }

  private func judge(_ ending: ConfinedProgram.Ending, _ said: String, _ output: TemporaryFile)
    throws(TranscodingError)
  {
    switch ending {
    case .exited(0) where output.size > 0: return
    case .outOfTime: throw .outOfTime
    case .killed(let signal): throw .refused("ffmpeg was ended by signal \(signal).")
    case .exited: throw .refused(Self.lastLine(said))
    }
  }

  /// Without the addresses in memory that ffmpeg puts before it.
  private static func lastLine(_ said: String) -> String {
    let line = said.split(whereSeparator: \.isNewline).last.map(String.init) ?? "ffmpeg made nothing of it."
    guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return String(line.prefix(300)) }
    return String(line[line.index(after: end)...].drop { $0 == " " }.prefix(300))
  }
}

/// Why there is no variant.
package enum TranscodingError: Error {
  /// It will never be made: the file is damaged, or the platform's limits are too narrow.
  case refused(String)
  /// The time was over.
  case outOfTime
  /// ffmpeg could not be started, or there was no space.
  case unable(String)
}
