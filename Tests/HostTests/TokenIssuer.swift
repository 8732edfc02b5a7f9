internal import Core
internal import Glibc
internal import Harness

/// An issuer of tokens, signed by PyJWT in a process of its own.
final class TokenIssuer {
  let url: String
  private let client: Client
  private let process: ChildProcess

  private init(_ output: String) throws {
    let port = try freePort()
    url = "http://127.0.0.1:\(port)"
    client = Client(url)
    process = try ChildProcess(
      Python.path, ["Tests/AWSClients/token_issuer.py", "\(port)"], output: output)
  }

  static func with(_ body: (TokenIssuer) throws -> Void) throws {
    let directory = TemporaryDirectory.path("issuer")
    _ = try ChildProcess.run("/bin/mkdir", [directory])
    let result = Result {
      let issuer = try TokenIssuer(directory + "/output")
      defer { try? issuer.process.end(SIGKILL) }
      _ = try wait(for: "the issuer", upTo: .seconds(20)) { try? issuer.reads() }
      try body(issuer)
    }
    try TemporaryDirectory.remove(directory)
    try result.get()
  }

  /// How often its keys were read.
  func reads() throws -> Int64? { try client.get("/reads").json.integer }

  func publishNewKey() throws { _ = try client.post("/publish") }

  /// A token that holds for five minutes, with `changes` to its claims; null leaves a claim out.
  func token(
    _ changes: JSONObject = [:], algorithm: String = "RS256", key: String = "own", header: JSONObject = [:]
  ) throws -> String {
    let now = Instant.now().seconds
    var claims: JSONObject = [
      "iss": .string(url), "aud": "app", "sub": "ana", "iat": .integer(now), "exp": .integer(now + 300),
    ]
    for (name, value) in changes.members { claims[name] = value.isNull ? nil : value }
    return try client.post(
      "/token",
      [
        "claims": .object(claims), "algorithm": .string(algorithm), "key": .string(key),
        "header": .object(header),
      ]
    ).text
  }
}
