internal import Core
internal import Glibc
internal import Harness
internal import Testing

@Suite("What up refuses, doctor finds, with the same words", .serialized) struct DoctorTests {
  /// What is wrong, and what both say of it.
  private struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// In the template: the last place where the first text is becomes the second one.
    var change: (String, String)?
    var variables: [String] = []
    var arguments: [String] = []
    let words: String
  }

  private static let faults = [
    Fault(
      testDescription: "schedule", change: ("rate(1 minute)", "rate(x minutes)"),
      words: "is not a number of minutes, hours or days"),
    Fault(
      testDescription: "schedule of another kind", change: ("rate(1 day)", "every(1 day)"),
      words: "is neither"),
    Fault(
      testDescription: "visibility", change: ("VisibilityTimeout: 1800", "VisibilityTimeout: 18"),
      words: "its VisibilityTimeout of 18 s is less than the function's Timeout"),
    Fault(
      testDescription: "range", change: ("VisibilityTimeout: 1800", "VisibilityTimeout: 43201"),
      words: "VisibilityTimeout must be 0 to 43200"),
    Fault(
      testDescription: "batch", change: ("BatchSize: 1\n", "BatchSize: 11\n"),
      words: "a BatchSize above 10 needs MaximumBatchingWindowInSeconds"),
    Fault(
      testDescription: "filter",
      change: ("BatchSize: 1\n", "BatchSize: 1\n            FilterCriteria: {Filters: [{Pattern: '{}'}]}\n"),
      words: "a filter pattern is not empty"),
    Fault(
      testDescription: "public address", variables: ["PUBLIC_URL=nonsense"],
      words: "PUBLIC_URL has no host that the gateway could answer by"),
    Fault(
      testDescription: "platforms", variables: ["PLATFORM_APPLICATIONS={\"x\": 1}"],
      words: "PLATFORM_APPLICATIONS is not what functions can read"),
    Fault(
      testDescription: "a platform twice",
      variables: [#"PLATFORM_APPLICATIONS={"x":{"id":"1","secret":"a"},"x":{"id":"2","secret":"b"}}"#],
      words: "PLATFORM_APPLICATIONS is not what functions can read"),
    Fault(
      testDescription: "port of objects", variables: ["OBJECTS_PORT=90000"],
      words: "OBJECTS_PORT is no port: 90000"),
    Fault(
      testDescription: "setting", arguments: ["--set", "Nonsense=1"], words: "has no parameter Nonsense"),
    Fault(
      testDescription: "databases", variables: ["DATABASE_URL=postgresql://x"],
      words: "database addresses: some are given"),
  ]

  private func run(_ command: [String], _ fault: Fault, in directory: String) throws -> (Int32, String) {
    let files = try FeatureFiles.copyTemplate(to: directory)
    if let (old, new) = fault.change {
      let file = try #require(files.last { (try? TextFile.read($0))?.contains(old) == true })
      var text = try TextFile.read(file)
      let place = try #require(text.ranges(of: old).last)
      text.replaceSubrange(place, with: new)
      try TextFile.write(text, to: file)
    }
    let template = files[0]
    let options = [
      "--port", String(try freePort()), "--state-dir", directory + "/state", "--template", template,
      "--binaries",
      RunningBundle.functions,
    ]
    let result = try ChildProcess.run(
      "/usr/bin/env",
      fault.variables + [RunningBundle.binaries + "/clientnest"] + command + options + fault.arguments)
    return (result.status, result.output)
  }

  private func inDirectory(_ body: (String) throws -> Void) throws {
    let directory = TemporaryDirectory.path("doctor")
    #expect(mkdir(directory, 0o700) == 0)
    defer { try? TemporaryDirectory.remove(directory) }
    try body(directory)
  }

  @Test("Each fault stops up before it starts anything, and is WRONG to doctor", arguments: faults)
  private func refused(_ fault: Fault) throws {
    try inDirectory { directory in
      let doctor = try run(["doctor"], fault, in: directory)
      #expect(doctor.0 == 69 && doctor.1.contains("WRONG") && doctor.1.contains(fault.words), "\(doctor.1)")
      let up = try run(["up", "--no-demo", "--quiet"], fault, in: directory)
      #expect(up.0 == 78 && up.1.contains(fault.words) && !up.1.contains("ready"), "\(up.0): \(up.1)")
      #expect(
        access(directory + "/state/postgres", F_OK) != 0 && access(directory + "/state/host.json", F_OK) != 0)
    }
  }

  @Test("Without a fault doctor finds none in the bundle") func fine() throws {
    try inDirectory { directory in
      let doctor = try run(["doctor"], Fault(testDescription: "none", words: ""), in: directory)
      for subject in ["parameters", "template", "binaries", "sandbox", "database", "port"] {
        #expect(doctor.1.contains("ok     \(subject) "), "\(subject): \(doctor.1)")
      }
    }
  }

  @Test("An address that is none, and no port, are wrong usage of both")
  func usage() throws {
    for options in [["--address", "localhost"], ["--port", "0"]] {
      for command in ["up", "doctor"] {
        let result = try ChildProcess.run(RunningBundle.binaries + "/clientnest", [command] + options)
        #expect(result.status == 64, "\(command) \(options): \(result.output)")
      }
    }
  }
}
