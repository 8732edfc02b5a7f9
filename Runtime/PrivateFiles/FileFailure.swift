#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Why a file or a directory cannot be used.
package struct FileFailure: Error, CustomStringConvertible {
  package let message: String
  /// How to mend it, as an instruction; nil when the message says it all.
  package let remedy: String?

  package init(refusing message: String, remedy: String) {
    self.message = message
    self.remedy = remedy
  }

  /// A call to the file system that failed, with the reason the kernel gave.
  package init(_ doing: String, code: Int32 = errno) {
    message = "\(doing): \(String(cString: strerror(code)))"
    remedy = nil
  }

  package var description: String { remedy.map { "\(message)\n  \($0)" } ?? message }
}
