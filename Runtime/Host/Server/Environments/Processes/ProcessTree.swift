internal import CProcess
internal import Glibc

/// What `/proc` says of processes (`man 5 proc`).
enum ProcessTree {
  /// Memory that a process and its descendants occupy, in bytes. Pages that map files or are shared are counted once,
  /// as far as that can be told cheaply: those of the process that has the most.
  static func memory(of root: pid_t) -> Int {
    var own = 0
    var shared = 0
    for pid in [root] + descendants(of: root) {
      guard let numbers = read("/proc/\(pid)/statm")?.split(separator: " ").compactMap({ Int($0) }),
        numbers.count > 2
      else { continue }
      own += numbers[1] - numbers[2]
      shared = max(shared, numbers[2])
    }
    return (own + shared) * Int(getpagesize())
  }

  static func descendants(of root: pid_t) -> [pid_t] {
    var found: [pid_t] = []
    var unseen = [root]
    while let pid = unseen.popLast() {
      for thread in numbers(in: "/proc/\(pid)/task") {
        let text = read("/proc/\(pid)/task/\(thread)/children") ?? ""
        let children = text.split(separator: " ").compactMap { pid_t($0) }
        found += children
        unseen += children
      }
    }
    return found
  }

  /// Processes that were started with a variable, `NAME=value`.
  static func processes(with variable: String) -> [pid_t] {
    numbers(in: "/proc").filter { pid in
      read("/proc/\(pid)/environ")?.utf8.split(separator: 0).contains { $0.elementsEqual(variable.utf8) }
        ?? false
    }
  }

  /// Whether one of the process's descriptors is the socket.
  static func process(_ pid: pid_t, hasSocket inode: UInt32) -> Bool {
    let wanted = "socket:[\(inode)]"
    return numbers(in: "/proc/\(pid)/fd").contains { descriptor in
      var target = [CChar](repeating: 0, count: 64)
      let count = readlink("/proc/\(pid)/fd/\(descriptor)", &target, target.count)
      return count > 0 && target.prefix(count).map { UInt8(bitPattern: $0) }.elementsEqual(wanted.utf8)
    }
  }

  /// Kills what was started with a variable, until there is nothing left: processes may start others meanwhile.
  static func kill(with variable: String) {
    for _ in 0..<100 {
      let left = processes(with: variable)
      if left.isEmpty { return }
      for pid in left { Glibc.kill(pid, SIGKILL) }
    }
  }

  /// Kills what runs as one of the users.
  static func kill(ofUsers users: Range<uid_t>) {
    let owners = numbers(in: "/proc").compactMap { pid -> uid_t? in
      var status = stat()
      return stat("/proc/\(pid)", &status) == 0 && users.contains(status.st_uid) ? status.st_uid : nil
    }
    for user in Set(owners) { process_kill_user(user) }
  }

  private static func numbers(in directory: String) -> [pid_t] {
    guard let handle = opendir(directory) else { return [] }
    defer { closedir(handle) }
    var numbers: [pid_t] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let number = pid_t(name) { numbers.append(number) }
    }
    return numbers
  }

  /// nil once the process has ended, or when it is another user's.
  private static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
