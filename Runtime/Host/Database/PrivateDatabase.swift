internal import Glibc
package import GRDB
internal import PrivateFiles

/// SQLite files of the host: nobody but its user reads them, and a commit that was told has reached the disk.
package enum PrivateDatabase {
  /// Opens or makes the file, for `readers` (1 or more) to look at the same time.
  package static func open(_ path: String, readers: Int) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.maximumReaderCount = readers
    // SQLite gives its other files the same mode.
    close(try PrivateFile.open(path, O_RDWR | O_CREAT))
    for other in ["-wal", "-shm"] where access(path + other, F_OK) == 0 {
      close(try PrivateFile.open(path + other, O_RDWR))
    }
    let database = try DatabasePool(path: path, configuration: configuration)
    // Set after opening: GRDB itself sets NORMAL, which may lose the last commits when the power fails.
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return database
  }
}
