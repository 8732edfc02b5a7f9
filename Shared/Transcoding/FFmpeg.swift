internal import ChildProcess
internal import Core

/// ffmpeg (https://ffmpeg.org/ffmpeg.html) as it is run on what somebody uploaded.
///
/// It is told what the file is, and guesses at no playlist or script; it opens nothing but the two files it is given; and
/// the kernel refuses it a network.
struct FFmpeg {
  /// Bytes of address space; an image of 120 megapixels needs a quarter of it.
  private static let memory: Int64 = 4 << 30

  private let program: ConfinedProgram

  init(_ path: String) { program = ConfinedProgram(path) }

  /// By content type, how it is to read the file. A film may not name other files.
  static func demuxer(_ type: String) -> [String]? {
    switch type {
    // Newer versions would turn a picture by themselves.
    case "image/jpeg": ["-noautorotate", "-f", "jpeg_pipe"]
    case "image/png": ["-noautorotate", "-f", "png_pipe"]
    case "image/webp": ["-noautorotate", "-f", "webp_pipe"]
    case "image/gif": ["-f", "gif"]
    case "video/mp4", "video/quicktime": ["-f", "mov", "-enable_drefs", "0", "-use_absolute_path", "0"]
    default: nil
    }
  }

  /// Returns how it ended, and what it said last. `before` is before the input, `behind` between it and the output.
  func run(
    _ before: [String] = [], saying level: String = "error", type: String, _ behind: [String],
    _ input: TemporaryFile, _ output: TemporaryFile, _ deadline: Instant
  ) throws(TranscodingError) -> (ending: ConfinedProgram.Ending, said: String) {
    guard let format = Self.demuxer(type) else { throw .refused("There is no variant of \(type).") }
    let common = [
      "-nostdin", "-hide_banner", "-nostats", "-loglevel", level, "-y", "-threads", "2",
      "-protocol_whitelist", "file", "-max_pixels", "\(Transcoder.mostPixels)",
    ]
    let source = format + ["-i", "file:/proc/self/fd/3"]
    let limits = ConfinedProgram.Limits(memory: Self.memory, file: 8 << 30, deadline: deadline)
    do throws(FileFailure) {
      try output.clear()
      return try program.run(
        common + before + source + behind + ["-threads", "2", "file:/proc/self/fd/4"], input: input,
        output: output, limits)
    } catch {
      throw .unable(error.description)
    }
  }

  /// Of what it said, the last line without the addresses in memory that it puts before it: for the log.
  static func lastLine(_ said: String) -> String {
    let line = said.split(whereSeparator: \.isNewline).last.map(String.init) ?? "ffmpeg made nothing of it."
    guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return String(line.prefix(300)) }
    return String(line[line.index(after: end)...].drop { $0 == " " }.prefix(300))
  }
}

/// Why there is no variant, or nothing known of a file.
package enum TranscodingError: Error {
  /// It will never be made: the file is damaged, or the platform's limits are too narrow. A sentence for people, and what
  /// ffmpeg said of it.
  case refused(String, said: String? = nil)
  /// The time was over.
  case outOfTime
  /// ffmpeg could not be started, or there was no space.
  case unable(String)
}
