internal import Harness
internal import ObjectFixtures
internal import Testing

@Suite("The object store reads requests in one way only, as the gateway does", .serialized)
struct ObjectParsingTests {
  private typealias Gateway = HTTPServerParsingTests

  /// Everything that the gateway refuses of a head, and each of these once.
  @Test("A broken request gets one answer, that of the gateway, and ends its connection")
  func heads() throws {
    try ObjectServer.with { server throws in
      for refusal in Gateway.ambiguousBodies + Gateway.brokenHeads + Gateway.brokenHosts {
        let request = refusal.request.replacing("Host: a\r\n", with: "Host: 127.0.0.1\r\n")
        let answer = try exchange(server, request + "GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        #expect(answer.statuses == ["\(refusal.status)"], "\(refusal)")
        #expect(answer.received.contains("connection: close\r\n"), "\(refusal)")
      }
    }
  }

  @Test("A broken chunk gets one answer, whether the body is read or not")
  func chunks() throws {
    try ObjectServer.with { server throws in
      for refusal in Gateway.brokenChunks {
        let chunks = refusal.request.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
        // A form is read before it can be known who signed it; an object of nobody's is not.
        for (request, status) in [
          ("PUT /media/key HTTP/1.1\r\n", "403"),
          ("POST /media HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n", "400"),
        ] {
          let answer = try exchange(
            server,
            request + "Host: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
              + "GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
          #expect(answer.statuses == [status], "\(refusal)")
        }
      }
    }
  }

  @Test("Whole requests behind each other are answered in their order, and chunks of a form are read")
  func pipelined() throws {
    try ObjectServer.with { server throws in
      #expect(try server.put("one", Array("first".utf8)).status == 200)
      let host = "Host: 127.0.0.1:\(server.port)\r\n"
      let get = "GET \(server.presigned("GET", "one")) HTTP/1.1\r\n\(host)\r\n"
      let broken = "POST /media HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nZZ\r\n"
      let answer = try exchange(server, get + get + broken + get)
      #expect(answer.statuses == ["200", "200", "403"])
      #expect(answer.received.ranges(of: "first").count == 2)
    }
  }

  @Test("A stored file runs nowhere: browsers take it for what it is declared as and nothing else")
  func downloads() throws {
    try ObjectServer.with { server throws in
      let script = Array("GIF89a/*\u{1}*/=1;alert(document.domain)".utf8)
      let put = try server.client.call(
        "PUT", server.presigned("PUT", "x.gif"), script, headers: ["Content-Type": "image/gif"])
      #expect(put.status == 200)
      for answer in [try server.get("x.gif"), try server.get("nothing"), try server.client.get("/")] {
        #expect(answer.header("x-content-type-options") == "nosniff")
        #expect(answer.header("content-security-policy") == "sandbox; default-src 'none'")
      }
      #expect(try server.get("x.gif").header("content-type") == "image/gif")
    }
  }

  @Test(
    "Answers of a bucket with CORS rules vary by origin, to whatever origin they go",
    arguments: [
      "https://app.example", "https://evil.example", nil,
    ])
  func vary(_ origin: String?) throws {
    try ObjectServer.with { server throws in
      let headers = origin.map { ["Origin": $0] } ?? [:]
      let answer = try server.client.call("GET", server.presigned("GET", "x"), headers: headers)
      #expect(answer.header("vary")?.contains("Origin") == true)
      let isAllowed = origin == "https://app.example"
      #expect((answer.header("access-control-allow-origin") != nil) == isAllowed)
    }
  }

  @Test(
    "Another name than its own is answered as the gateway answers it",
    arguments: [
      ("evil.example", "403"), ("media.evil.example", "403"), ("localhost", "403"),
      ("media.localhost:1", "403"),
      ("other.localhost", "403"),
    ])
  func names(_ host: String, _ status: String) throws {
    try ObjectServer.with { server throws in
      let answer = try exchange(server, "GET /media/x HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
      #expect(answer.statuses == [status])
      let isKnown = host == "localhost" || host == "media.localhost:1"
      #expect(answer.received.contains("<Code>AccessDenied</Code>") == isKnown)
      #expect(answer.received.hasSuffix(#"{"message":"Forbidden"}"#) == !isKnown)
    }
  }

  /// All that comes until the store ends the connection.
  private func exchange(_ server: ObjectServer, _ bytes: String) throws -> RawConnection {
    let connection = try RawConnection(port: server.port)
    connection.send(bytes)
    try connection.read { _ in false }
    return connection
  }
}
