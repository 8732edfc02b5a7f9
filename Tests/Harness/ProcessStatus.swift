/// What the kernel says of a process (`man 5 proc`).
package enum ProcessStatus {
  /// The numbers in a field of its status: `Uid`, `Gid`, `Groups`. Empty once it has ended.
  package static func numbers(_ field: String, of process: Int32) -> [Int] {
    let status = (try? TextFile.read("/proc/\(process)/status")) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") }
    return (line ?? "").split(whereSeparator: \.isWhitespace).dropFirst().compactMap { Int($0) }
  }

  /// What it was started with: its arguments, or its variables as `NAME=value`. Empty when it has ended, or is another
  /// user's.
  package static func words(_ file: String, of process: Int32) -> [String] {
    ((try? TextFile.read("/proc/\(process)/\(file)")) ?? "").split(separator: "\0").map(String.init)
  }

  /// The process and all that it has started, and these have started.
  package static func tree(from root: Int32) throws -> [Int32] {
    let parents = try TextFile.names(in: "/proc").compactMap { Int32($0) }.compactMap { process in
      numbers("PPid", of: process).first.map { (process, Int32($0)) }
    }
    var found = [root]
    var unseen = [root]
    while let next = unseen.popLast() {
      let children = parents.filter { $0.1 == next }.map(\.0)
      found += children
      unseen += children
    }
    return found
  }
  /// A field of its status in KiB: `VmHWM`, the most memory that it has had, or `VmRSS`, what it has now. Nil once it
  /// has ended.
  package static func kibibytes(_ field: String, of process: Int32) -> Int? {
    guard let status = try? TextFile.read("/proc/\(process)/status"),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(field + ":") })
    else { return nil }
    return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
  }
}
