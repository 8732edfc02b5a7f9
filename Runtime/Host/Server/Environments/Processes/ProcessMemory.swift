internal import Glibc

/// What the kernel says of a process's memory (`man 5 proc`).
enum ProcessMemory {
  /// The largest resident size so far, in bytes; nil once it has ended.
  static func peak(_ pid: pid_t) -> Int? { field("VmHWM:", of: "\(pid)") }

  /// Of this process now, in bytes.
  static var resident: Int { field("VmRSS:", of: "self") ?? 0 }

  private static func field(_ name: String, of process: String) -> Int? {
    guard let file = fopen("/proc/\(process)/status", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = line.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard text.hasPrefix(name) else { continue }
      return Int(text.filter(\.isNumber)).map { $0 << 10 }
    }
    return nil
  }
}
