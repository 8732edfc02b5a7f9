internal import Core
internal import Harness
internal import Testing

@Suite("Nothing on the machine is done because a request comes from the machine", .bundle)
struct PortTests {
  private func answer(_ url: String, _ head: [String], _ body: String = "") throws -> RawConnection {
    let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
    let connection = try RawConnection(port: port)
    let fields = head + ["Content-Length: \(body.utf8.count)", "Connection: close"]
    connection.send(fields.joined(separator: "\r\n") + "\r\n\r\n" + body)
    try connection.read { _ in false }
    return connection
  }

  /// What a page of any site can send anywhere without asking.
  private static let foreign = [
    ["Host: evil.example"], ["Host: 127.0.0.1", "Origin: http://evil.example"],
    ["Host: 127.0.0.1", "Origin: null"], ["Host: localhost", "Sec-Fetch-Site: cross-site"],
    ["Host: 127.0.0.1", "Origin: http://127.0.0.1:8080", "Sec-Fetch-Site: same-site"],
  ]

  @Test(
    "A page invokes no function, sends nothing to a queue and reads nothing of the host", arguments: foreign)
  func invocations(_ fields: [String]) throws {
    let services = try bundle().servicesURL()
    let event = #"{"Records": [{"messageId": "x", "body": "{\"v\":1,\"kind\":\"notice\"}"}]}"#
    for line in [
      "POST /2015-03-31/functions/SendMail/invocations HTTP/1.1", "POST / HTTP/1.1",
      "GET /host/functions HTTP/1.1",
      "GET /metrics HTTP/1.1", "GET /health HTTP/1.1",
    ] {
      let connection = try answer(
        services, [line] + fields + ["Content-Type: text/plain"], line.hasPrefix("POST") ? event : "")
      #expect(connection.statuses == ["403"], "\(line)")
      #expect(connection.received.hasSuffix(#"{"message":"Forbidden"}"#), "\(line)")
    }
    #expect(try bundle().mail(to: "").isEmpty)
  }

  @Test("Without a signature no function runs, whoever asks")
  func unsigned() throws {
    for function in ["SendMail", "Migrate", "PruneExpired", "EraseDue", "LogIn", "None"] {
      let refused = try Client(bundle().servicesURL()).post(
        "/2015-03-31/functions/\(function)/invocations", headers: ["X-Amz-Log-Type": "Tail"])
      #expect(refused.status == 403)
      #expect(refused.header("x-amzn-errortype") == "MissingAuthenticationTokenException")
      #expect(refused.header("x-amz-log-result") == nil)
    }
    #expect(try bundle().invoke("PruneExpired").isDone)
  }

  @Test("The sandbox shows its mailbox to the user who runs it and to no page", arguments: foreign)
  func sandbox(_ fields: [String]) throws {
    let sandbox = try bundle().sandboxURL()
    #expect(try Client(sandbox).get("/mail").status == 200)
    for line in [
      "GET /mail HTTP/1.1", "POST /faults HTTP/1.1", "POST /clock HTTP/1.1", "DELETE /ledger HTTP/1.1",
    ] {
      #expect(try answer(sandbox, [line] + fields, "{}").statuses == ["403"], "\(line)")
    }
  }

  @Test("What is shown as a word counts on both, be it shown by the user who needs none")
  func words() throws {
    let word = try bundle().parameter("OperatorToken")
    let shown: [(String?, Int)] = [
      (nil, 200), ("Bearer \(word)", 200), ("bearer \(word)", 200), ("Bearer \(word.dropLast())", 401),
      ("Bearer \(word)x", 401), ("Bearer", 401), ("Bearer ", 401), (word, 401), ("Basic \(word)", 401),
    ]
    for address in [try bundle().servicesURL() + "/metrics", try bundle().sandboxURL() + "/mail"] {
      for (authorization, status) in shown {
        let headers = authorization.map { ["Authorization": $0] } ?? [:]
        let answer = try Client("").call("GET", address, headers: headers)
        #expect(answer.status == status, "\(address) with \(authorization ?? "nothing")")
      }
    }
  }

  @Test("The sandbox does not fetch from host or itself what only its user may see")
  func deputy() throws {
    let (services, sandbox) = (try bundle().servicesURL(), try bundle().sandboxURL())
    for address in [services + "/host/functions", services + "/metrics", sandbox + "/mail"] {
      let answer = try Client("").call("GET", address, headers: ["Sec-Fetch-Site": "cross-site"])
      #expect(answer.status == 403, "\(address)")
    }
    #expect(try Client("").get(sandbox + "/media/a.jpg").status == 200)
  }

  @Test("Consent is given by a form of the sandbox itself, and by no other site's")
  func consent() throws {
    let path = "/x.com/i/oauth2/authorize?client_id=none"
    let sandbox = try bundle().sandboxURL()
    func status(_ origin: String) throws -> String? {
      try answer(
        sandbox, ["POST \(path) HTTP/1.1", "Host: 127.0.0.1", "Origin: \(origin)"], "decision=approve"
      )
      .statuses.first
    }
    #expect(try status("http://evil.example") == "403")
    #expect(try status("null") == "403")
    #expect(try status(sandbox) == "400", "the client is unknown")
    let link = try answer(sandbox, ["GET \(path) HTTP/1.1", "Host: localhost", "Sec-Fetch-Site: cross-site"])
    #expect(link.statuses == ["400"])
  }
}
