internal import Core
internal import Glibc

/// Sends what the API description allows and what it forbids, by schemathesis (`Tests/Fuzz`), and judges the answers by
/// the description that the bundle serves.
package struct APIFuzzer {
  /// Operations that end the session that asks, or others of the same person: each is asked by a person of its own.
  package static let ending = ["LogOut", "EndAllSessions", "EndSession"]

  private let bundle: RunningBundle

  package init(_ bundle: RunningBundle) { self.bundle = bundle }

  /// What one run found.
  package struct Report {
    package let output: String
    package let isClean: Bool
    /// Requests that were sent and judged, without those that follow one another.
    package let cases: Int
    package let operations: Int

    init(_ status: Int32, _ output: String) {
      self.output = output
      isClean = status == 0
      let lines = output.split(separator: "\n").map { $0.split(separator: " ") }
      cases = lines.first { $0.count > 1 && $0[1].hasPrefix("generated") }.flatMap { Int($0[0]) } ?? 0
      let tested = output.split(separator: "\n").first { $0.contains("Tested: ") } ?? ""
      operations = tested.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
  }

  /// Every operation but those that end sessions, as the owner of an organization with accounts and posts.
  package func run(examples: Int, phases: String, upTo limit: Duration) throws -> Report {
    let exclusions = Self.ending.flatMap { ["--exclude-operation-id", $0] }
    return try run(["--max-examples", "\(examples)", "--phases", phases] + exclusions, upTo: limit)
  }

  /// One operation that ends sessions. Its later answers are 401, which the description names.
  package func run(ending operation: String, upTo limit: Duration) throws -> Report {
    try run(
      ["--max-examples", "5", "--phases", "examples,coverage,fuzzing", "--include-operation-id", operation],
      upTo: limit)
  }

  private func run(_ arguments: [String], upTo limit: Duration) throws -> Report {
    let owner = try Customer(bundle)
    let directory = TemporaryDirectory.path("fuzz")
    guard mkdir(directory, 0o700) == 0 else { throw Timeout(description: "\(directory) cannot be made") }
    defer { _ = try? TemporaryDirectory.remove(directory) }
    try TextFile.write(try belongings(of: owner).text, to: directory + "/known.json")
    let output = directory + "/output"
    let process = try ChildProcess(
      ".venv/bin/schemathesis",
      ["--config-file", "Tests/Fuzz/schemathesis.toml", "run", bundle.url + "/openapi.json", "--no-color"]
        + ["--header", "Authorization: Bearer \(owner.client.accessToken ?? "")"] + arguments,
      variables: [
        "FUZZ_KNOWN": directory + "/known.json", "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": "Tests/Fuzz",
        // One line per line, whatever the terminal.
        "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1",
      ], output: output)
    defer { try? process.end(SIGKILL) }
    let status = try wait(for: "end of schemathesis", upTo: limit, every: .milliseconds(200)) {
      process.exitStatus()
    }
    return Report(status, try TextFile.read(output))
  }

  /// What exists and is the owner's, by the names that the hooks look for.
  private func belongings(of owner: Customer) throws -> JSON {
    let accounts = [try owner.connect("x", as: "fuzz_one"), try owner.connect("x", as: "fuzz_two")]
    let posts = try (0..<10).map { try owner.compose("Post \($0)", on: [accounts[0]]).json }
    func strings(_ values: [String?]) -> JSON { .array(values.compactMap { $0.map { JSON.string($0) } }) }
    return [
      "workspace_id": strings([owner.workspace]), "account_ids": strings(accounts),
      "post": strings(posts.map { $0["id"]?.string }),
      "delivery": strings(posts.map { $0["deliveries"]?[0]?["id"]?.string }),
      "organization_id": strings([owner.registration["organization"]?["id"]?.string]),
      "time_zone": ["Europe/Berlin", "UTC"],
    ]
  }
}
