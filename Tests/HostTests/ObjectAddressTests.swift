internal import Core
internal import Cryptography
internal import Harness
internal import Signature
internal import ObjectFixtures
internal import Testing

@Suite("Addresses that functions sign work as on S3", .serialized) struct ObjectAddressTests {
  private func code(_ answer: Client.Answer) -> String? {
    guard let start = answer.text.firstRange(of: "<Code>"), let end = answer.text.firstRange(of: "</Code>")
    else {
      return nil
    }
    return String(answer.text[start.upperBound..<end.lowerBound])
  }

  @Test("An object is put and got by anybody who has the address") func roundTrip() throws {
    try ObjectServer.with { server throws in
      let key = "a b/ü+%.txt"
      #expect(try server.put(key, Array("text".utf8)).status == 200)
      let answer = try server.get(key)
      #expect(answer.text == "text")
      #expect(answer.header("content-type") == "text/plain")
      let head = try server.client.call("HEAD", server.presigned("HEAD", key))
      #expect(head.header("content-length") == "4")
    }
  }

  @Test("An address holds from 15 minutes before its time until it expires")
  func time() throws {
    try ObjectServer.with { server throws in
      #expect(try server.put("key", Array("text".utf8)).status == 200)
      func status(_ seconds: Int64, expires: Int) throws -> (Int, String?) {
        let answer = try server.client.get(
          server.presigned("GET", "key", at: Instant.now() + .seconds(seconds), expires: expires))
        return (answer.status, code(answer))
      }
      #expect(try status(-50, expires: 60).0 == 200)
      #expect(try status(-70, expires: 60) == (403, "AccessDenied"))
      #expect(try status(800, expires: 60).0 == 200)
      #expect(try status(1000, expires: 60) == (403, "RequestTimeTooSkewed"))
      #expect(try status(-600_000, expires: 604_800).0 == 200)
      #expect(try status(0, expires: 604_801) == (400, "AuthorizationQueryParametersError"))
      #expect(try status(0, expires: 0) == (400, "AuthorizationQueryParametersError"))
    }
  }

  @Test("A bucket may stand in the name of the host") func hostStyle() throws {
    try ObjectServer.with { server throws in
      #expect(try server.put("deep/key", Array("text".utf8)).status == 200)
      let host = "media.localhost:\(server.port)"
      let query = SignatureV4(ObjectServer.keys, region: "local", service: "s3").presignedQuery(
        method: "GET", path: "/deep/key", headers: [("host", host)], expires: 60, at: .now())
      let connection = try RawConnection(port: server.port)
      connection.send("GET /deep/key?\(query) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
      try connection.read { _ in false }
      #expect(connection.statuses == ["200"])
      #expect(connection.received.hasSuffix("\r\n\r\ntext"))
    }
  }

  /// A PUT in pieces that are each signed, as the documentation of S3 describes it.
  private func signedPut(
    _ server: ObjectServer, _ pieces: [String], at time: Instant = .now(), breaking broken: Int? = nil
  ) throws -> String {
    let (host, timestamp) = ("127.0.0.1:\(server.port)", SignatureV4.timestamp(time))
    let streaming = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    let headers: [(name: String, value: String)] = [
      ("host", host), ("x-amz-content-sha256", streaming), ("x-amz-date", timestamp),
      ("x-amz-decoded-content-length", String(pieces.joined().utf8.count)),
    ]
    let scope = CredentialScope(day: String(timestamp.prefix(8)), region: "local", service: "s3")
    let key = SigningKey(secretKey: "secret", scope: scope)
    let request = CanonicalRequest(
      method: "PUT", path: "/media/chunks", query: "", headers: headers, signed: headers.map(\.name),
      payloadHash: streaming, pathRule: .object)
    var signature = key.signature(of: request, timestamp: timestamp)
    let authorization =
      "AWS4-HMAC-SHA256 Credential=local/\(scope.text), SignedHeaders=\(headers.map(\.name).joined(separator: ";")), "
      + "Signature=\(signature)"
    var body = ""
    for (index, piece) in (pieces + [""]).enumerated() {
      let hashes = Hex.encode(SHA256.hash([])) + "\n" + Hex.encode(SHA256.hash(Array(piece.utf8)))
      signature = key.signature(
        of: "AWS4-HMAC-SHA256-PAYLOAD\n\(timestamp)\n\(scope.text)\n\(signature)\n\(hashes)")
      let sent = index == broken ? String(repeating: "0", count: 64) : signature
      body += "\(String(piece.utf8.count, radix: 16));chunk-signature=\(sent)\r\n\(piece)\r\n"
    }
    let connection = try RawConnection(port: server.port)
    connection.send(
      "PUT /media/chunks HTTP/1.1\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n"
        + "Content-Encoding: aws-chunked\r\nAuthorization: \(authorization)\r\n"
        + headers.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n\(body)")
    try connection.read { _ in false }
    return connection.statuses.joined()
  }

  @Test("Pieces are taken when each is signed") func signedPieces() throws {
    try ObjectServer.with { server throws in
      let pieces = [String(repeating: "a", count: 70_000), String(repeating: "b", count: 65_536), "end"]
      #expect(try signedPut(server, pieces) == "200")
      #expect(try server.get("chunks").text == pieces.joined())
      #expect(try server.get("chunks").header("content-encoding") == nil)
    }
  }

  @Test("One piece with a wrong signature spoils the whole", arguments: 0...3)
  func wrongPiece(_ broken: Int) throws {
    try ObjectServer.with { server throws in
      #expect(try signedPut(server, ["one", "two", "three"], breaking: broken) == "403")
      #expect(try server.get("chunks").status == 404)
      #expect(try server.files() == 0)
    }
  }

  @Test("Clocks may differ by 15 minutes") func skew() throws {
    try ObjectServer.with { server throws in
      #expect(try signedPut(server, ["x"], at: .now() + .seconds(-880)) == "200")
      #expect(try signedPut(server, ["x"], at: .now() + .seconds(-920)) == "403")
      #expect(try signedPut(server, ["x"], at: .now() + .seconds(920)) == "403")
    }
  }
}
