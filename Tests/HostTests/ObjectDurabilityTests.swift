internal import Core
internal import Cryptography
internal import Glibc
internal import Harness
internal import ObjectFixtures
internal import Signature
internal import Testing

@Suite("Objects are whole whatever happens to the host", .serialized) struct ObjectDurabilityTests {
  private static let size = 1 << 20

  private func body(_ letter: String) -> [UInt8] { Array(repeating: Array(letter.utf8)[0], count: Self.size) }

  /// Sends a PUT as far as `count` bytes of its body.
  private func begin(_ server: ObjectServer, _ letter: String, count: Int) throws -> RawConnection {
    let connection = try RawConnection(port: server.port)
    connection.send(
      "PUT \(server.presigned("PUT", "key")) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"
        + "Content-Length: \(Self.size)\r\n\r\n" + String(repeating: letter, count: count))
    return connection
  }

  @Test("A write that is killed leaves the old object", arguments: [0, 1, size / 2, size - 1])
  func killedWithin(_ count: Int) throws {
    try ObjectServer.with { server in
      #expect(try server.put("key", body("a")).status == 200)
      let connection = try begin(server, "b", count: count)
      // Its file is there once bytes have come; it is without a row, and is removed by the next start.
      if count > 0 {
        _ = try wait(for: "unfinished file", upTo: .seconds(10)) { try server.files() == 2 ? true : nil }
      }
      try server.killAndRestart()
      let (text, files) = (try server.get("key").text, try server.files())
      withExtendedLifetime(connection) {}
      #expect(text == String(decoding: body("a"), as: UTF8.self))
      #expect(files == 1)
    }
  }

  @Test("A write that is killed at its end leaves the old object or the new one, never a mixture")
  func killedAtTheEnd() throws {
    try ObjectServer.with { server in
      #expect(try server.put("key", body("a")).status == 200)
      for letter in ["b", "c", "d", "e", "f", "g"] {
        let before = try server.get("key").text
        let connection = try begin(server, letter, count: Self.size)
        try server.killAndRestart()
        let (answer, files) = (try server.get("key"), try server.files())
        withExtendedLifetime(connection) {}
        let after = answer.text
        #expect(after == before || after == String(decoding: body(letter), as: UTF8.self))
        #expect(answer.header("etag") == "\"\(Hex.encode(MD5.hash(Array(after.utf8))))\"")
        #expect(files == 1)
      }
    }
  }

  @Test("What was acknowledged survives the death of the host") func acknowledged() throws {
    try ObjectServer.with { server in
      for number in 0..<20 {
        #expect(try server.put("key\(number)", Array("value \(number)".utf8)).status == 200)
        if number.isMultiple(of: 5) { try server.killAndRestart() }
      }
      for number in 0..<20 { #expect(try server.get("key\(number)").text == "value \(number)") }
    }
  }

  @Test("Memory stays flat however large an object is") func flatMemory() throws {
    try ObjectServer.with { server in
      let file = server.directory + "/large"
      let size = 256 << 20
      #expect(creat(file, 0o600) >= 0 && truncate(file, size) == 0)
      func curl(_ arguments: [String]) throws -> String {
        let result = try ChildProcess.run("/usr/bin/curl", ["-sS", "--fail-with-body"] + arguments)
        #expect(result.status == 0, "\(result.output)")
        return result.output
      }
      _ = try curl(["-T", file, server.url + server.presigned("PUT", "large")])
      _ = try curl(["-o", file + "2", server.url + server.presigned("GET", "large")])
      let same = try ChildProcess.run("/usr/bin/cmp", [file, file + "2"])
      #expect(same.status == 0, "\(same.output)")
      #expect(try server.peakMemory() < 128 << 10)
    }
  }

  @Test(
    "An object that boto3 uploads in parts is read back whole and in ranges, in flat memory, and leaves no file"
  )
  func manyParts() throws {
    try ObjectServer.with { server in
      let keys = [ObjectServer.keys.accessKey, ObjectServer.keys.secretKey]
      let result = try Python.run(
        "Tests/AWSClients/s3_large.py", [server.url] + keys + ["384"], upTo: .seconds(180))
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("s3_large: ok 384 MiB"), "\(result.output)")
      // Four parts of 32 MiB are on their way at a time.
      #expect(try server.peakMemory() < 160 << 10)
      #expect(try server.files() == 0)
    }
  }
}
