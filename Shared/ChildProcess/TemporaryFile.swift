internal import CChildProcess
internal import Glibc

/// A file without a name, for what is too large for memory. It is gone with the process, however that ends.
package final class TemporaryFile {
  let descriptor: Int32

  package init() throws(FileFailure) {
    descriptor = child_temporary_file()
    guard descriptor >= 0 else { throw FileFailure("making a temporary file") }
  }

  deinit { close(descriptor) }

  /// Bytes.
  package var size: Int64 { max(0, Int64(lseek(descriptor, 0, SEEK_END))) }

  /// Puts the bytes behind what is there.
  package func append(_ bytes: [UInt8]) throws(FileFailure) {
    var offset = size
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
      guard written > 0 else { throw FileFailure("writing to a temporary file") }
      offset += Int64(written)
      rest = rest.dropFirst(written)
    }
  }

  /// The bytes of the range; fewer where the file ends.
  package func read(_ range: Range<Int64>) throws(FileFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Int(range.upperBound - range.lowerBound))
    var count = 0
    while count < bytes.count {
      let got = bytes[count...].withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(range.lowerBound) + off_t(count))
      }
      guard got >= 0 else { throw FileFailure("reading a temporary file") }
      if got == 0 { break }
      count += got
    }
    return Array(bytes.prefix(count))
  }

  package func clear() throws(FileFailure) {
    guard ftruncate(descriptor, 0) == 0 else { throw FileFailure("clearing a temporary file") }
  }
}

/// The system refused something: no space is left, too many files are open.
package struct FileFailure: Error, CustomStringConvertible {
  package let description: String

  init(_ what: String, _ code: Int32 = errno) { description = "\(what): \(String(cString: strerror(code)))" }
}
