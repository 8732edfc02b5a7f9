internal import Glibc
internal import HTTPClient
internal import HTTPServer
internal import TestSupport
internal import Testing

@Suite("Addresses that people give lead only to the public internet") struct AddressPolicyTests {
  private func isPublic(_ text: String) throws -> Bool {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET6, text, &bytes) == 1 { return AddressPolicy.isPublic(v6: bytes) }
    try #require(inet_pton(AF_INET, text, &bytes) == 1, "\(text) is no address")
    return AddressPolicy.isPublic(v4: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
  }

  @Test(
    "A public address is allowed",
    arguments: [
      "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0",
      "126.255.255.255",
      "128.0.0.1", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
      "198.17.255.255", "198.20.0.0",
      "223.255.255.255", "2606:4700:4700::1111", "2001:4860:4860::8888", "2a00:1450:4001::1", "2003::1",
      "::ffff:8.8.8.8",
    ])
  func allowed(_ address: String) throws {
    #expect(try isPublic(address))
  }

  @Test(
    "A private, local, reserved or tunnelled address is refused",
    arguments: [
      "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
      "127.255.255.254",
      "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
      "192.168.0.1", "198.18.0.1",
      "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
      "255.255.255.255",
      "::", "::1", "::7f00:1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1",
      "::ffff:169.254.169.254",
      "64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1",
      "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
      "2002:7f00:1::1", "2002:a9fe:a9fe::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1",
      "fec0::1", "ff02::1", "4000::1",
      "1fff::1",
    ])
  func refused(_ address: String) throws {
    #expect(try !isPublic(address))
  }

  @Test(
    "The check is made in the act of connecting, on what a name resolves to",
    arguments: ["127.0.0.1", "localhost", "[::1]"])
  func connecting(_ host: String) throws {
    let server = try StubServer { _ in HTTPReply(status: 200) }
    let port = server.url.split(separator: ":").last ?? ""
    let error = try #require(throws: TransferError.self) {
      try HTTPClient().send(OutboundRequest("GET", "http://\(host):\(port)/", addressPolicy: .publicOnly))
    }
    #expect(error.kind == .refusedAddress)
    #expect(server.requests.isEmpty)
  }

  @Test("Redirects are not followed, and only HTTP is spoken")
  func redirects() throws {
    let server = try StubServer { _ in
      HTTPReply(status: 302, headers: [("location", "http://169.254.169.254/")])
    }
    #expect(try HTTPClient().send(OutboundRequest("GET", server.url)).status == 302)
    for url in ["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/"] {
      let error = try #require(throws: TransferError.self) {
        try HTTPClient().send(OutboundRequest("GET", url))
      }
      #expect(error.kind == .notSent)
    }
  }

  @Test("An answer larger than allowed is given up")
  func size() throws {
    let server = try StubServer { _ in HTTPReply(status: 200, body: [UInt8](repeating: 1, count: 1001)) }
    #expect(
      try HTTPClient().send(OutboundRequest("GET", server.url, maxResponseBytes: 1001)).body.count == 1001)
    let error = try #require(throws: TransferError.self) {
      try HTTPClient().send(OutboundRequest("GET", server.url, maxResponseBytes: 1000))
    }
    #expect(error.kind == .tooLarge)
  }
}
