internal import Core
internal import Glibc
internal import Harness
internal import HostObjects
internal import HostSigning
internal import Signature
internal import Synchronization
internal import ObjectFixtures
internal import Testing

@Suite("Buckets remove what their rules call old") struct ObjectLifecycleTests {
  private final class Clock: Sendable {
    private let offset = Mutex(Duration.zero)

    var now: Instant { Instant.now() + offset.withLock { $0 } }
    func advance(days: Int) { offset.withLock { $0 += .seconds(86_400 * days) } }
  }

  @Test("Objects expire, and uploads that nobody completes are aborted")
  func rules() throws {
    let directory = TemporaryDirectory.path("lifecycle")
    #expect(mkdir(directory, 0o700) == 0)
    let clock = Clock()
    var settings = ObjectService.Settings(
      stateDirectory: directory, host: "127.0.0.1", port: 0, region: "local", accountID: "000000000000",
      keys: KeyRing(hostKey: "local", secret: "secret"))
    settings.clock = { clock.now }
    let service = try ObjectService(
      settings,
      buckets: [
        BucketDefinition(
          name: "media",
          lifecycle: [
            BucketDefinition.LifecycleRule(prefix: "old/", expirationDays: 2),
            BucketDefinition.LifecycleRule(abortUploadsAfterDays: 1),
          ])
      ])
    defer {
      service.close()
      try? TemporaryDirectory.remove(directory)
    }
    func call(_ method: String, _ path: String, _ query: [(String, String)] = [], _ body: [UInt8]? = nil)
      throws
      -> Client.Answer
    {
      let text = SignatureV4(ObjectServer.keys, region: "local", service: "s3").presignedQuery(
        method: method, path: path, query: query, headers: [("host", "127.0.0.1:\(service.port)")],
        expires: 60,
        at: clock.now)
      return try Client("http://127.0.0.1:\(service.port)").call(method, "\(path)?\(text)", body)
    }
    for key in ["old/1", "new/1"] { #expect(try call("PUT", "/media/\(key)", [], [1]).status == 200) }
    #expect(try call("POST", "/media/large", [("uploads", "")]).status == 200)
    clock.advance(days: 1)
    service.applyLifecycle()
    #expect(try call("GET", "/media/old/1").status == 200)
    #expect(try call("GET", "/media", [("uploads", "")]).text.contains("<UploadId>"))
    // One day more than the rule says is enough for the midnight after it.
    clock.advance(days: 1)
    service.applyLifecycle()
    #expect(try !call("GET", "/media", [("uploads", "")]).text.contains("<UploadId>"))
    clock.advance(days: 1)
    service.applyLifecycle()
    #expect(try call("GET", "/media/old/1").status == 404)
    #expect(try call("GET", "/media/new/1").status == 200)
  }
}
