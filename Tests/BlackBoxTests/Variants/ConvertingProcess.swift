internal import Core
internal import Glibc
internal import Harness

/// A `MakeVariant` of a bundle that has an ffmpeg at work, found in /proc.
struct ConvertingProcess {
  private let function: Int32
  private let ffmpeg: Int32

  /// Nil while there is none. The function is a descendant of the bundle's host: others may run on the machine.
  static func find(of bundle: RunningBundle) throws -> ConvertingProcess? {
    for ffmpeg in try processes() where name(ffmpeg) == "ffmpeg" {
      guard let function = parent(ffmpeg), name(function) == "MakeVariant" else { continue }
      var ancestor = parent(function)
      while let process = ancestor, process > 1 {
        if process == bundle.processIdentifier {
          return ConvertingProcess(function: function, ffmpeg: ffmpeg)
        }
        ancestor = parent(process)
      }
    }
    return nil
  }

  /// As the kernel does when there is no memory left.
  func kill() { _ = Glibc.kill(function, SIGKILL) }

  var isGone: Bool { Glibc.kill(ffmpeg, 0) != 0 || Self.name(ffmpeg) != "ffmpeg" }

  private static func processes() throws -> [Int32] {
    try TextFile.names(in: "/proc").compactMap { Int32($0) }
  }

  private static func name(_ process: Int32) -> String {
    let text = (try? TextFile.read("/proc/\(process)/comm")) ?? ""
    return text.split(separator: "\n").first.map(String.init) ?? ""
  }

  private static func parent(_ process: Int32) -> Int32? {
    let text = (try? TextFile.read("/proc/\(process)/stat")) ?? ""
    // Behind the name, which may have spaces: state, then parent.
    let words = text.split(separator: ")").last?.split(separator: " ") ?? []
    return words.count > 1 ? Int32(words[1]) : nil
  }
}
