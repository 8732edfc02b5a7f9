internal import Glibc

/// Why a command cannot go on, and what its reader can do about it.
struct CommandFailure: Error, CustomStringConvertible {
  /// Exit codes, after sysexits.h where it has one.
  enum Code: Int32 {
    /// Something the command was asked to do went wrong.
    case failed = 1
    /// A needed program, library or service is missing.
    case unavailable = 69
    /// Another instance uses the same state.
    case busy = 75
    /// A setting is wrong.
    case configuration = 78
  }

  let message: String
  /// How to mend it, as an instruction; nil when the message says it all.
  let remedy: String?
  let code: Code

  init(_ message: String, remedy: String? = nil, code: Code = .failed) {
    self.message = message
    self.remedy = remedy
    self.code = code
  }

  /// A failed system call, with the reason the kernel gave.
  static func system(_ doing: String, code: Int32 = errno) -> CommandFailure {
    CommandFailure("\(doing): \(String(cString: strerror(code)))")
  }

  var description: String { remedy.map { "\(message)\n  \($0)" } ?? message }
}
