/// Images and films of test patterns, made by ffmpeg.
package enum SampleMedia {
  package static let ffmpeg = "/usr/bin/ffmpeg"

  /// A test pattern as `png`, `jpeg` or `webp`; `size` as `640x480`.
  package static func image(_ format: String, _ size: String) throws -> [UInt8] {
    try make(["-f", "lavfi", "-i", "testsrc=s=\(size)"], format == "jpeg" ? "jpg" : format, frames: 1)
  }

  /// A test pattern with a tone in `format`, `mov` or `mp4`, by ffmpeg's names of encoders; no sound for nil. Its
  /// description stands at its end.
  package static func film(
    _ format: String, _ size: String, seconds: Int, pictures: String, sound: String?, rate: Int = 25
  ) throws -> [UInt8] {
    let tone = sound.map { ["-f", "lavfi", "-i", "sine=d=\(seconds)", "-c:a", $0] } ?? []
    let quick = pictures == "libx264" || pictures == "libx265" ? ["-preset", "ultrafast"] : []
    // What iPhones and players want of HEVC in these files.
    let tag = pictures == "libx265" ? ["-tag:v", "hvc1"] : []
    return try make(
      ["-f", "lavfi", "-i", "testsrc=s=\(size):d=\(seconds):r=\(rate)"] + tone + ["-c:v", pictures] + quick
        + tag
        + ["-pix_fmt", pictures == "prores" ? "yuv422p10le" : "yuv420p"], format)
  }

  /// Runs ffmpeg with these arguments, whose output is a file with this ending.
  package static func make(_ arguments: [String], _ ending: String, frames: Int? = nil) throws -> [UInt8] {
    let path = TemporaryDirectory.path("sample") + "." + ending
    let count = frames.map { ["-frames:v", String($0)] } ?? []
    let result = try ChildProcess.run(
      ffmpeg, ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"] + arguments + count + [path])
    guard result.status == 0 else { throw Timeout(description: "ffmpeg: \(result.output)") }
    let bytes = try ByteFile.read(path)
    try ByteFile.remove(path)
    return bytes
  }

  /// What ffmpeg makes of a file with these arguments behind the input.
  package static func convert(_ bytes: [UInt8], _ arguments: [String]) throws -> [UInt8] {
    let path = TemporaryDirectory.path("sample")
    try ByteFile.write(bytes, to: path)
    let result = Result { try make(["-i", path] + arguments, "out") }
    try ByteFile.remove(path)
    return try result.get()
  }
}
