internal import Glibc

/// A call to the file system that failed.
struct FileFailure: Error, CustomStringConvertible {
  let doing: String
  let code: Int32

  init(_ doing: String, code: Int32 = errno) {
    self.doing = doing
    self.code = code
  }

  var description: String { "\(doing): \(String(cString: strerror(code)))" }
}
