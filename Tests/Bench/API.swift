internal import Core
internal import Cryptography
internal import Glibc
internal import Harness

/// Requests a second of the API with all its checks: token, session and role, row-level security; a page of 20 posts,
/// and creating a draft. Beside it the same read in FastAPI (`api.py`), in turns and on the same rows.
enum API {
  private static let rounds = 5
  private static let seconds = 3
  private static let connections = 16

  static func measure() throws {
    try RunningBundle.with { try measure($0) }
  }

  private static func measure(_ bundle: RunningBundle) throws {
    let customer = try Customer(bundle)
    let account = try customer.connect("x", as: "bench_api")
    for number in 0..<40 {
      let answer = try customer.compose("Fresh coffee today, number \(number)", on: [account])
      guard answer.status == 201 else { throw Timeout(description: "composing answered \(answer.text)") }
    }
    let path = "/v1/posts?workspace_id=\(customer.workspace)&limit=20"
    let token = customer.client.accessToken ?? ""
    let peer = try FastAPI(bundle)
    defer { try? peer.end() }
    try compare(customer.client, Client(peer.url), path, token)
    var (ours, theirs) = ([Wrk](), [Wrk]())
    for round in 0...rounds {
      let mine = try read(bundle.url + path, token)
      let other = try read(peer.url + path, token)
      // The first starts environments and fills caches.
      if round > 0 {
        ours.append(mine)
        theirs.append(other)
      }
    }
    report(ours, theirs)
    try write(bundle, customer, account, token)
  }

  private static func read(_ url: String, _ token: String) throws -> Wrk {
    try Wrk(
      url, connections: connections, seconds: seconds, headers: ["Authorization: Bearer \(token)"])
  }

  /// What is measured must be the same.
  private static func compare(_ ours: Client, _ theirs: Client, _ path: String, _ token: String) throws {
    theirs.accessToken = token
    let (one, other) = (try ours.get(path), try theirs.get(path))
    guard one.status == 200, one.json["data"]?.array?.count == 20, one.json == other.json else {
      throw Timeout(description: "the two lists differ:\n\(one.text)\n\(other.text)")
    }
    theirs.accessToken = String(token.dropLast(4)) + "AAAA"
    guard try theirs.get(path).status == 401 else {
      throw Timeout(description: "FastAPI takes any token")
    }
  }

  private static func report(_ ours: [Wrk], _ theirs: [Wrk]) {
    report("api.authenticated_read", ours)
    report("api.fastapi_authenticated_read", theirs)
    // Of the same round: what disturbs one disturbs its neighbour.
    let ratios = zip(ours, theirs).map { $0.requestsPerSecond / $1.requestsPerSecond }
    bench.report("api.vs_fastapi", percentile(0.5, of: ratios), "")
  }

  private static func report(_ name: String, _ runs: [Wrk]) {
    bench.report("\(name)_requests_per_second", percentile(0.5, of: runs.map(\.requestsPerSecond)), "1/s")
    bench.report("\(name)_p50_ms", percentile(0.5, of: runs.map(\.p50Milliseconds)), "ms")
    bench.report("\(name)_p99_ms", percentile(0.5, of: runs.map(\.p99Milliseconds)), "ms")
  }

  /// Last: it makes the list longer.
  private static func write(
    _ bundle: RunningBundle, _ customer: Customer, _ account: String, _ token: String
  ) throws {
    let body: JSON = [
      "workspace_id": .string(customer.workspace), "account_ids": [.string(account)],
      "content": ["text": "Fresh coffee today"],
    ]
    setenv("BODY", body.text, 1)
    var runs: [Wrk] = []
    for round in 0...rounds {
      let run = try Wrk(
        bundle.url + "/v1/posts", connections: connections, seconds: seconds,
        script: "Tests/Bench/create_post.lua", headers: ["Authorization: Bearer \(token)"])
      if round > 0 { runs.append(run) }
    }
    report("api.authenticated_write", runs)
  }
}

/// `api.py` under uvicorn: two workers on two cores, the fastest event loop and parser it has, no logging.
private struct FastAPI {
  let url: String
  private let process: ChildProcess
  private let output: String

  init(_ bundle: RunningBundle) throws {
    let port = try freePort()
    url = "http://127.0.0.1:\(port)"
    output = bundle.directory + ".fastapi"
    let parameters = try JSON(parsing: TextFile.read(bundle.directory + "/parameters.json"))
    guard let seed = parameters["TokenSigningKey"]?.string.flatMap({ Base64.decode($0) }) else {
      throw Timeout(description: "parameters.json has no TokenSigningKey")
    }
    guard let password = parameters["DatabasePassword"]?.string else {
      throw Timeout(description: "parameters.json has no DatabasePassword")
    }
    let process = try ChildProcess(
      Python.path,
      [
        "-m", "uvicorn", "--app-dir", "Tests/Bench", "api:app", "--port", "\(port)", "--workers", "2",
        "--loop",
        "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "critical",
      ],
      variables: [
        "DATABASE_URL": "postgresql://clientnest_app:\(password)@/clientnest?host=\(bundle.directory)/socket",
        "TOKEN_PUBLIC_KEY": Base64.encode(try Ed25519.PrivateKey(seed: seed).publicKey),
      ], output: output)
    self.process = process
    _ = try wait(for: "FastAPI", upTo: .seconds(30)) { [url, output] in
      if process.exitStatus() != nil { throw Timeout(description: try TextFile.read(output)) }
      return (try? Client(url).get("/openapi.json"))?.status == 200 ? true : nil
    }
  }

  func end() throws {
    try process.end()
    unlink(output)
  }
}
