internal import Glibc
internal import Harness
internal import PrivateFiles
internal import Testing

@Suite("Files of the host are its own, whatever somebody put in their place") struct PrivateFileTests {
  private let directory = TemporaryDirectory.path("files")

  private func inDirectory(_ body: (_ file: String, _ victim: String) throws -> Void) throws {
    #expect(mkdir(directory, 0o700) == 0)
    defer { try? TemporaryDirectory.remove(directory) }
    try ByteFile.write(Array("victim".utf8), to: directory + "/victim")
    try body(directory + "/file", directory + "/victim")
    #expect(try TextFile.read(directory + "/victim") == "victim")
  }

  @Test("Replacing writes neither through a link in the place of its draft nor through one in its own")
  func replace() throws {
    try inDirectory { file, victim in
      #expect(symlink(victim, file) == 0 && symlink(victim, file + ".new") == 0)
      try PrivateFile.replace(file, with: [1, 2])
      #expect(try PrivateFile.read(file, isSecret: true) == [1, 2])
      var status = stat()
      #expect(lstat(file, &status) == 0 && status.st_mode == S_IFREG | 0o600)
    }
  }

  @Test("A link is neither read nor opened, and not mistaken for no file")
  func links() throws {
    try inDirectory { file, victim in
      #expect(try PrivateFile.read(file) == nil)
      #expect(symlink(victim, file) == 0)
      let refusals = [
        try #require(throws: FileFailure.self) { try PrivateFile.read(file) },
        try #require(throws: FileFailure.self) { try PrivateFile.open(file, O_WRONLY | O_CREAT | O_APPEND) },
      ]
      for refusal in refusals { #expect(refusal.message == "\(file) is a symbolic link") }
    }
  }

  @Test("What others may write is not read, a secret not either when they may read it")
  func modes() throws {
    try inDirectory { file, _ in
      try PrivateFile.replace(file, with: [1])
      #expect(chmod(file, 0o644) == 0)
      #expect(try PrivateFile.read(file) == [1])
      #expect(throws: FileFailure.self) { try PrivateFile.read(file, isSecret: true) }
      #expect(chmod(file, 0o620) == 0)
      #expect(throws: FileFailure.self) { try PrivateFile.read(file) }
    }
  }

  @Test("A log that everybody could read is closed when it is opened")
  func logs() throws {
    try inDirectory { file, _ in
      try PrivateFile.replace(file, with: [1])
      #expect(chmod(file, 0o644) == 0)
      close(try PrivateFile.open(file, O_WRONLY | O_CREAT | O_APPEND))
      #expect(try PrivateFile.read(file, isSecret: true) == [1])
    }
  }

  @Test(
    "Another user's file is refused, and so is a pipe",
    .enabled(if: geteuid() == 0, "not root: nothing can be given to another user"))
  func others() throws {
    try inDirectory { file, _ in
      try PrivateFile.replace(file, with: [1])
      #expect(chown(file, 12_345, 12_345) == 0)
      #expect(throws: FileFailure.self) { try PrivateFile.read(file) }
      #expect(throws: FileFailure.self) { try PrivateFile.open(file, O_WRONLY | O_APPEND) }
      #expect(unlink(file) == 0 && mkfifo(file, 0o600) == 0)
      #expect(throws: FileFailure.self) { try PrivateFile.read(file) }
    }
  }
}
