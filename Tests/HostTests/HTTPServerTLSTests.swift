internal import Glibc
internal import HTTPServer
internal import Harness
internal import PrivateFiles
internal import Testing

@Suite("With a certificate the HTTP server speaks TLS") struct HTTPServerTLSTests {
  private static func makeCertificate(in directory: String, name: String) throws {
    let result = try ChildProcess.run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
        "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", directory + "/key.pem",
        "-out", directory + "/certificate.pem",
      ])
    guard result.status == 0 else { throw Timeout(description: "openssl: \(result.output)") }
  }

  private func curl(_ url: String, _ more: [String]) throws -> (status: Int32, output: String) {
    try ChildProcess.run("/usr/bin/curl", ["--silent", "--max-time", "10", url] + more)
  }

  @Test("Requests come by TLS 1.2 and 1.3, by nothing older, and a renewed certificate is taken up")
  func tls() throws {
    let directory = TemporaryDirectory.path("tls")
    let made = try ChildProcess.run("/bin/mkdir", [directory])
    #expect(made.status == 0)
    defer { try? TemporaryDirectory.remove(directory) }
    try Self.makeCertificate(in: directory, name: "first")
    let paths = (directory + "/certificate.pem", directory + "/key.pem")
    let certificate = try ServerCertificate(certificatePath: paths.0, keyPath: paths.1)
    let server = try EchoServer(certificate: certificate)
    let url = "https://127.0.0.1:\(server.server.port)"
    let trust = ["--cacert", paths.0]
    for version in ["1.2", "1.3"] {
      let answer = try curl(url + "/a?b", trust + ["--tlsv\(version)", "--tls-max", version])
      #expect(answer.status == 0, "\(version): \(answer.output)")
      #expect(answer.output.hasPrefix("GET /a ? b | "))
    }
    // 35: the handshake failed.
    let old = ["--tlsv1.0", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0"]
    #expect(try curl(url, trust + old).status == 35)
    #expect(try curl("http://127.0.0.1:\(server.server.port)", []).status != 0)
    try Self.makeCertificate(in: directory, name: "second")
    // 60: the certificate that is still served is not the one on disk.
    #expect(try curl(url, trust).status == 60)
    try certificate.renew()
    #expect(try curl(url, trust).status == 0)
    let large = try curl(
      url + "/large", trust + ["--output", "/dev/null", "--write-out", "%{size_download}"])
    #expect(large.output == "\(8 << 20)")
  }

  @Test("A key that others can read is refused, also when it is renewed")
  func openKey() throws {
    let directory = TemporaryDirectory.path("tls")
    #expect(mkdir(directory, 0o700) == 0)
    defer { try? TemporaryDirectory.remove(directory) }
    try Self.makeCertificate(in: directory, name: "first")
    let paths = (directory + "/certificate.pem", directory + "/key.pem")
    let certificate = try ServerCertificate(certificatePath: paths.0, keyPath: paths.1)
    try Self.makeCertificate(in: directory, name: "second")
    #expect(chmod(paths.1, 0o640) == 0)
    #expect(throws: FileFailure.self) { try certificate.renew() }
    #expect(throws: FileFailure.self) {
      try ServerCertificate(certificatePath: paths.0, keyPath: paths.1)
    }
  }

  @Test("Files that are no certificate and key are refused")
  func unusable() throws {
    #expect(throws: (any Error).self) {
      try ServerCertificate(certificatePath: "Package.swift", keyPath: "Package.swift")
    }
  }
}
