package import ChildProcess
package import Core
package import Platforms

/// Decodes a file once, as whoever is to show it will, and tells what its pictures and its sound are.
package struct Examiner {
  /// Pixels of all pictures of a film together, up to which each one is decoded; of longer ones those that the others are
  /// made from.
  private static let manyPixels = 8_000_000_000.0

  private let program: FFmpeg
  private let output: TemporaryFile

  /// `path` is that of ffmpeg.
  package init(_ path: String) throws(TranscodingError) {
    program = FFmpeg(path)
    do throws(FileFailure) { output = try TemporaryFile() } catch { throw .unable(error.description) }
  }

  /// What is known of the file, with its coding filled in. Throws `refused` when it is damaged.
  package func examine(_ file: TemporaryFile, _ facts: Media.Facts, until deadline: Instant)
    throws(TranscodingError) -> Media.Facts
  {
    var facts = facts
    let isVideo = facts.contentType.hasPrefix("video/")
    // No ffmpeg of before 2025 reads a WebP that moves; its parts were looked at.
    if facts.isMoving && facts.contentType == "image/webp" { return facts }
    var coding = facts.coding ?? MediaCoding()
    let said = try decode(
      isVideo ? [] : Self.strictness(facts.contentType), saying: "level+info", isVideo ? Self.few : Self.all,
      file, facts.contentType, deadline)
    // Where it goes on after a mistake of the file, it has told of it.
    if facts.contentType == "image/gif", said.contains("[error]") { throw Self.damaged(said) }
    guard coding.read(said) else { throw Self.damaged(said) }
    facts.coding = coding
    if isVideo { try decodeWhole(file, facts, deadline) }
    return facts
  }

  /// All pictures of an image, and what is known of the first one.
  private static let all = ["-an", "-vf", "sidedata=delete,select='lt(n,1)',showinfo", "-f", "null"]
  private static let few = [
    "-map", "0:v:0", "-map", "0:a:0?", "-vf", "sidedata=delete,showinfo", "-af",
    "aselect='lt(n,1)',ashowinfo",
    "-frames:v", "4", "-frames:a", "1", "-f", "null",
  ]

  /// A JPEG that ends too early is filled with grey unless it is told to be strict.
  private static func strictness(_ type: String) -> [String] {
    type == "image/jpeg" ? ["-err_detect", "explode"] : []
  }

  private func decodeWhole(_ file: TemporaryFile, _ facts: Media.Facts, _ deadline: Instant)
    throws(TranscodingError)
  {
    let seconds = Double(facts.duration?.components.seconds ?? 0)
    let pixels = Double(facts.width * facts.height) * (facts.video?.frameRate ?? 30) * seconds
    do throws(TranscodingError) {
      _ = try decode(
        pixels > Self.manyPixels ? ["-skip_frame", "nokey"] : [],
        ["-map", "0:v:0", "-map", "0:a:0?", "-f", "null"], file, facts.contentType, deadline)
    } catch {
      // What is fine for so long is taken to be fine.
      guard case .outOfTime = error else { throw error }
    }
  }

  private func decode(
    _ before: [String], saying level: String = "error", _ behind: [String], _ file: TemporaryFile,
    _ type: String, _ deadline: Instant
  ) throws(TranscodingError) -> String {
    let (ending, said) = try program.run(
      before + ["-xerror"], saying: level, type: type, behind, file, output, deadline)
    switch ending {
    case .exited(0): return said
    case .outOfTime: throw .outOfTime
    case .killed(let signal): throw .refused("It needs more memory than there is.", said: "signal \(signal)")
    case .exited: throw Self.damaged(said)
    }
  }

  private static func damaged(_ said: String) -> TranscodingError {
    .refused("its pictures or its sound cannot be read to the end", said: FFmpeg.lastLine(said))
  }
}

extension MediaCoding {
  /// Reads what ffmpeg's filters showinfo and ashowinfo say. False when there was no picture.
  mutating func read(_ said: String) -> Bool {
    for line in said.split(whereSeparator: \.isNewline) {
      if line.contains("Parsed_ashowinfo") {
        soundChannels = Self.value("channels", in: line).flatMap { Int($0) } ?? soundChannels
        soundRate = Self.value("rate", in: line).flatMap { Int($0) } ?? soundRate
      } else if line.contains("Parsed_showinfo") {
        if let format = Self.value("fmt", in: line) { pixelFormat = format }
        if let lines = Self.value("i", in: line), lines != "P" { isInterlaced = true }
        if let name = Self.value("color_trc", in: line), name != "unknown" { transfer = name }
      }
    }
    return pixelFormat != nil
  }

  private static func value(_ name: String, in line: Substring) -> String? {
    line.split(separator: " ").first { $0.hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 1)) }
  }
}
