internal import Glibc
internal import Harness
internal import Testing

@Suite("What is deployed is checked before, and is always the same") struct PackageTests {
  /// A directory of packages in which the given files stand for the programs of functions.
  private func withPackages(_ programs: [String: String], _ use: (String) throws -> Void) throws {
    let directory = TemporaryDirectory.path("packages")
    defer { try? TemporaryDirectory.remove(directory) }
    for path in [directory, directory + "/bin"] where mkdir(path, 0o755) != 0 {
      throw Timeout(description: "\(path) cannot be made")
    }
    for (function, program) in programs {
      let copied = try ChildProcess.run("/bin/cp", ["-L", program, "\(directory)/bin/\(function)"])
      try #require(copied.status == 0, "\(copied.output)")
    }
    let made = try script("archive", [directory] + programs.keys.sorted())
    try #require(made.status == 0, "\(made.output)")
    try use(directory)
  }

  private func script(_ name: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    try ChildProcess.run("/usr/bin/env", ["python3", ".ci/package/\(name).py"] + arguments)
  }

  @Test("A program that needs more than Amazon Linux has is refused, with what it needs")
  func refusal() throws {
    // Built for this machine: with Debian's shared libraries, and with symbols.
    try withPackages(["CreatePost": ".build/release/CreatePost"]) { directory in
      let result = try script("check", [directory, "CreatePost"])
      #expect(result.status == 1)
      for fault in ["needs libcurl.so.4", "needs libpq.so.5", "is not stripped", "the median is"] {
        #expect(result.output.contains(fault), "\(result.output)")
      }
    }
  }

  @Test("A function without an archive, and an archive without a function, are refused")
  func completeness() throws {
    try withPackages(["ShowStatus": "/bin/true"]) { directory in
      let missing = try script("check", [directory, "ShowStatus", "CreatePost"])
      #expect(missing.status == 1 && missing.output.contains("CreatePost: has no program"))
      let foreign = try script("check", [directory])
      #expect(foreign.status == 1 && foreign.output.contains("archives of other functions"))
    }
  }

  @Test("A program that needs nothing but the C library passes")
  func acceptance() throws {
    try withPackages(["ShowStatus": "/bin/true"]) { directory in
      let result = try script("check", [directory, "ShowStatus"])
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("1 functions"))
    }
  }

  @Test("The same program makes the same archive")
  func reproducibility() throws {
    try withPackages(["A": "/bin/true", "B": "/bin/true"]) { directory in
      // A later time of the file must not show.
      _ = try ChildProcess.run("/usr/bin/touch", ["-d", "2001-01-01", "\(directory)/bin/B"])
      let again = try script("archive", [directory, "B"])
      #expect(again.status == 0, "\(again.output)")
      let same = try ChildProcess.run("/usr/bin/cmp", ["\(directory)/A.zip", "\(directory)/B.zip"])
      #expect(same.status == 0, "\(same.output)")
    }
  }
}
