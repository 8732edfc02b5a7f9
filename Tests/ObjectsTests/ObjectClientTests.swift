internal import Core
internal import Harness
internal import ObjectFixtures
internal import Objects
internal import Signature
internal import Testing

@Suite("Objects are stored, read and given away for a time", .serialized) struct ObjectClientTests {
  private func client(_ server: ObjectServer) -> ObjectClient {
    ObjectClient(bucket: "media", endpoint: server.url, region: "local", credentials: ObjectServer.keys)
  }

  private static let text = Array("Grüße, 30 bytes of text here.".utf8)

  @Test(
    "What was stored is there, whole and in parts, until it is deleted",
    arguments: ["a.json", "exports/one/two.json", "with space & plus+é~.txt"])
  func journey(_ key: String) throws {
    try ObjectServer.with { try journey(key, in: $0) }
  }

  private func journey(_ key: String, in server: ObjectServer) throws {
    let objects = client(server)
    #expect(try objects.head(key) == nil)
    #expect(try objects.get(key) == nil)
    try objects.put(Self.text, at: key, type: "application/json", disposition: "attachment")
    let head = try #require(try objects.head(key))
    #expect(head.size == Self.text.count)
    #expect(head.type == "application/json")
    #expect(head.entityTag.count == 34)
    #expect(try objects.get(key) == Self.text)
    #expect(try objects.get(key, bytes: 2..<9) == Array(Self.text[2..<9]))
    #expect(try objects.get(key, bytes: 25..<1000) == Array(Self.text[25...]))
    #expect(throws: ObjectError.self) { try objects.get(key, upTo: 10) }
    try objects.delete(key)
    #expect(try objects.head(key) == nil)
    try objects.delete(key)
  }

  @Test("A download's address holds for its object and method until it expires") func download() throws {
    try ObjectServer.with { try download(in: $0) }
  }

  private func download(in server: ObjectServer) throws {
    let objects = client(server)
    try objects.put(Self.text, at: "a", type: "text/plain", disposition: "attachment; filename=\"a.txt\"")
    try objects.put([1], at: "b", type: "text/plain")
    let address = objects.downloadURL(of: "a", expires: 60, at: .now())
    let answer = try server.client.get(address)
    #expect(answer.status == 200)
    #expect(answer.text == String(decoding: Self.text, as: UTF8.self))
    #expect(answer.header("content-disposition") == "attachment; filename=\"a.txt\"")
    #expect(try server.client.delete(address).status == 403)
    let other = address.replacing("/media/a?", with: "/media/b?")
    #expect(try server.client.get(other).status == 403)
    let expired = objects.downloadURL(of: "a", expires: 60, at: .now() + .seconds(-61))
    #expect(try server.client.get(expired).status == 403)
  }

  @Test("An upload's address takes a body of its type and size only") func upload() throws {
    try ObjectServer.with { try upload(in: $0) }
  }

  private func upload(in server: ObjectServer) throws {
    let objects = client(server)
    let place = objects.upload(
      to: "photo.jpg", type: "image/jpeg", size: Self.text.count, expires: 60, at: .now())
    let headers = Dictionary(uniqueKeysWithValues: place.headers.map { ($0.name, $0.value) })
    #expect(headers == ["content-type": "image/jpeg", "content-length": "\(Self.text.count)"])
    func put(_ body: [UInt8], _ type: String) throws -> Int {
      try server.client.call("PUT", place.url, body, headers: ["Content-Type": type]).status
    }
    #expect(try put(Self.text, "text/html") == 403)
    #expect(try put(Self.text + [0], "image/jpeg") == 403)
    #expect(try put(Array(Self.text.dropLast()), "image/jpeg") == 403)
    #expect(try objects.head("photo.jpg") == nil)
    #expect(try put(Self.text, "image/jpeg") == 200)
    #expect(try objects.head("photo.jpg")?.type == "image/jpeg")
  }

  @Test("What is larger than memory is stored part by part, and there as a whole or not at all") func parts()
    throws
  {
    try ObjectServer.with { try parts(in: $0) }
  }

  private func parts(in server: ObjectServer) throws {
    struct Cut: Error {}
    let objects = client(server)
    let size: Int64 = 20 << 20 + 5
    func bytes(_ range: Range<Int64>) -> [UInt8] { range.map { UInt8(truncatingIfNeeded: $0 / 1000) } }
    var largest = 0
    try objects.put(at: "film.mp4", type: "video/mp4", size: size) { range in
      largest = max(largest, range.count)
      return bytes(range)
    }
    #expect(largest == 8 << 20)
    #expect(try objects.head("film.mp4")?.size == Int(size))
    #expect(try objects.head("film.mp4")?.type == "video/mp4")
    let border = (8 << 20) - 100..<(8 << 20) + 100
    #expect(
      try objects.get("film.mp4", bytes: border) == bytes(Int64(border.lowerBound)..<Int64(border.upperBound))
    )
    #expect(throws: Cut.self) {
      try objects.put(at: "cut.mp4", type: "video/mp4", size: size) { range in
        guard range.lowerBound < 16 << 20 else { throw Cut() }
        return bytes(range)
      }
    }
    #expect(try objects.head("cut.mp4") == nil)
    try objects.put(at: "small.mp4", type: "video/mp4", size: 5) { bytes($0) }
    #expect(try objects.get("small.mp4") == bytes(0..<5))
  }

  @Test("Without an endpoint the bucket is part of the host's name") func virtualHost() {
    let objects = ObjectClient(
      bucket: "exports", endpoint: nil, region: "eu-central-1", credentials: ObjectServer.keys)
    let url = objects.downloadURL(of: "a b", expires: 60, at: Instant(seconds: 0))
    #expect(url.hasPrefix("https://exports.s3.eu-central-1.amazonaws.com/a%20b?X-Amz-Algorithm="))
  }

  @Test("A wrong key is an error that says what was refused") func refused() throws {
    try ObjectServer.with { try refused(in: $0) }
  }

  private func refused(in server: ObjectServer) throws {
    let objects = ObjectClient(
      bucket: "media", endpoint: server.url, region: "local",
      credentials: .init(accessKey: "local", secretKey: "wrong", sessionToken: nil))
    let error = try #require(throws: ObjectError.self) { try objects.put([], at: "a", type: "text/plain") }
    #expect(error.operation == "PUT")
    #expect(error.reason.hasPrefix("403 "))
  }
}
