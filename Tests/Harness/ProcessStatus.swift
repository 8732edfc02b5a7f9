/// What the kernel says of a process (`man 5 proc`).
package enum ProcessStatus {
  /// A field of its status in KiB: `VmHWM`, the most memory that it has had, or `VmRSS`, what it has now. Nil once it
  /// has ended.
  package static func kibibytes(_ field: String, of process: Int32) -> Int? {
    guard let status = try? TextFile.read("/proc/\(process)/status"),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(field + ":") })
    else { return nil }
    return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
  }
}
