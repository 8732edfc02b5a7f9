internal import Glibc
package import GRDB

/// SQLite files of the host: nobody but its user reads them, and a commit that was told has reached the disk.
package enum PrivateDatabase {
  /// Opens or makes the file, for `readers` (1 or more) to look at the same time.
  package static func open(_ path: String, readers: Int) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.maximumReaderCount = readers
    // SQLite gives its other files the same mode.
    close(Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
    let database = try DatabasePool(path: path, configuration: configuration)
    // Set after opening: GRDB itself sets NORMAL, which may lose the last commits when the power fails.
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return database
  }
}
