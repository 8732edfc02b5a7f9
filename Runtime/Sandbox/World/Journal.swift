internal import Core
internal import PrivateFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a file of records cannot be used.
struct JournalError: Error, CustomStringConvertible {
  let file: String
  let reason: String

  var description: String { "\(file): \(reason)" }
}

/// An append-only file of JSON lines. A line is handed to the kernel in one write before `append` returns, so
/// it survives the death of this process (not that of the machine: nothing here is worth an fsync).
final class Journal {
  private let file: String?
  private let descriptor: Int32
  private var earlier: [JSON] = []

  /// Opens or creates the file and reads what it holds. Without a file nothing is kept.
  init(file: String?) throws(JournalError) {
    self.file = file
    guard let file else {
      descriptor = -1
      return
    }
    do throws(FileFailure) {
      descriptor = try PrivateFile.open(file, O_RDWR | O_CREAT | O_APPEND)
    } catch {
      throw JournalError(file: file, reason: error.message)
    }
    let bytes = try Self.contents(of: descriptor, file)
    // A line cut short by a kill was never acknowledged: drop it, or the next line would be glued to it.
    let complete = (bytes.lastIndex(of: 0x0A) ?? -1) + 1
    if complete < bytes.count { ftruncate(descriptor, complete) }
    for (number, line) in bytes[..<complete].split(separator: 0x0A).enumerated() {
      do throws(JSONError) {
        earlier.append(try JSON(parsing: Array(line)))
      } catch {
        throw JournalError(file: file, reason: "line \(number + 1): \(error)")
      }
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The records of earlier runs, oldest first; handed out once, so that they need not stay in memory.
  func takeEarlierRecords() -> [JSON] {
    let records = earlier
    earlier = []
    return records
  }

  /// Adds a record. A disk that takes no more ends the process: an answer without its record would be a lie.
  func append(_ record: JSON) {
    guard descriptor >= 0 else { return }
    let line = record.encoded() + [0x0A]
    guard write(descriptor, line, line.count) == line.count else {
      let complaint = Array("sandbox: \(file ?? ""): \(String(cString: strerror(errno)))\n".utf8)
      _ = write(STDERR_FILENO, complaint, complaint.count)
      exit(EXIT_FAILURE)
    }
  }

  func clear() {
    if descriptor >= 0 { ftruncate(descriptor, 0) }
  }

  private static func contents(of descriptor: Int32, _ file: String) throws(JournalError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw JournalError(file: file, reason: String(cString: strerror(errno))) }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}
