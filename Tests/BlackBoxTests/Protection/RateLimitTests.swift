internal import Core
internal import Harness
internal import Testing

@Suite(
  "Nobody asks more than their quota, and nobody waits for another's",
  .bundle(with: [
    "AddressRequestsPerMinute": "99", "UserRequestsPerMinute": "12", "KeyRequestsPerMinute": "8",
    "OrganizationRequestsPerMinute": "30",
  ]), .serialized)
struct RateLimitTests {
  /// What stands behind the name in a field like `"user";r=11;t=5`.
  private func value(_ name: String, in field: String?) -> Int? {
    field?.split(separator: ";").first { $0.hasPrefix(name + "=") }.flatMap {
      Int($0.dropFirst(name.count + 1))
    }
  }

  @Test("A burst passes, the next is refused and told when to come again; a key and another person are not")
  func burst() throws {
    let (ana, eva) = (try Customer(try bundle()), try Customer(try bundle()))
    // The first of twelve was the customer's own, after logging in.
    let answers = try (0..<12).map { _ in try ana.client.get("/v1/workspaces") }
    // The rate makes room for one in five seconds: on a slow machine, one more may pass.
    #expect(answers.prefix(11).allSatisfy { $0.status == 200 })
    let first = try #require(answers.first)
    #expect(
      first.header("ratelimit-policy")
        == "\"address\";q=99;w=60, \"user\";q=12;w=60, \"organization\";q=30;w=60")
    #expect(first.header("ratelimit")?.hasPrefix("\"user\";r=10;t=") == true)
    #expect(value("r", in: answers[10].header("ratelimit")).map { $0 <= 1 } == true)
    let refused = try wait(for: "a refusal", upTo: .seconds(20)) {
      let answer = try ana.client.get("/v1/workspaces")
      return answer.status == 429 ? answer : nil
    }
    #expect(refused.header("content-type") == "application/problem+json")
    #expect(refused.json["code"]?.string == "too_many_requests")
    #expect((1...5).contains(Int(refused.header("retry-after") ?? "") ?? 0))
    #expect(refused.header("ratelimit")?.hasPrefix("\"user\";r=0;t=") == true)
    #expect(try eva.client.get("/v1/workspaces").status == 200)
    // A quota is one for all functions. There may be room for one again, but not for three.
    #expect(try (0..<3).map { _ in try ana.client.get("/v1/me").status }.contains(429))
  }

  @Test("A key has a quota of its own, and all of an organization one together")
  func key() throws {
    let ana = try Customer(try bundle())
    let program = try APIKeyHolder(by: ana.client, in: try bundle())
    let answers = try (0..<9).map { _ in try program.client.get("/v1/workspaces") }
    #expect(answers.prefix(8).allSatisfy { $0.status == 200 })
    #expect(answers[0].header("ratelimit-policy")?.contains("\"key\";q=8;w=60") == true)
    #expect(answers[8].status == 429)
    #expect(try ana.client.get("/v1/workspaces").status == 200)
  }

  // Last: nothing passes any more.
  @Test("An address is counted before anybody is known, whatever it asks")
  func address() throws {
    let client = Client(try bundle().url)
    client.accessToken = "nonsense"
    let refused = try wait(for: "a refusal", upTo: .seconds(60), every: .zero) {
      let answer = try client.get("/v1/me")
      guard answer.status == 429 else {
        #expect(answer.status == 401)
        return nil as Client.Answer?
      }
      return answer
    }
    #expect(refused.header("ratelimit")?.hasPrefix("\"address\";r=0;t=") == true)
    #expect(try client.post("/v1/auth/login", ["email": "a@example.com", "password": "x"]).status == 429)
    // What machines ask for many is not counted.
    #expect(try client.get("/v1/status").status != 429)
  }
}
