internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

/// Whose an address is, is said by where it leads and not by how it begins: both servers have addresses that are not
/// public.
@Suite("Of all private addresses only those of our own store are asked for media") struct OwnStoreTests {
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0, 1]

  private let store: StubServer
  private let other: StubServer
  private let world: PlatformFixture

  init() throws {
    store = try StubServer { _ in HTTPReply(status: 200, body: Self.png) }
    other = try StubServer { _ in HTTPReply(status: 200, body: Self.png) }
    world = try PlatformFixture("x", ownObjects: store.url) { request in
      request.path.hasPrefix("/api.x.com")
        ? .json(200, #"{"data":{"id":"image1","expires_after_secs":86400}}"#)
        : HTTPReply(status: 200, body: Self.png)
    }
  }

  private func prepare(_ url: String) throws -> Preparation {
    try world.connector.prepare(world.publication(Content(text: "a", media: [Media(url: url)])))
  }

  @Test("The store's own addresses are fetched, and those of the simulation")
  func own() throws {
    for url in [store.url, world.server.url] {
      guard case .progressed = try prepare(url + "/a.png") else { throw NothingUploaded() }
    }
    #expect(!store.requests.isEmpty && world.server.requests.contains { $0.path == "/a.png" })
  }

  @Test("An address that only begins like one of ours leads nowhere, and nobody is asked")
  func others() throws {
    let place = other.url.dropFirst("http://".count)
    let paths = ["/a.png", "/", "?a.png", ""]
    for beginning in [store.url, world.server.url] {
      for url in paths.map({ "\(beginning)@\(place)\($0)" }) + [
        "\(beginning):@\(place)/a.png", "\(beginning):x@\(place)/a.png", "\(beginning)%2F@\(place)/a.png",
        "\(beginning)%40@\(place)/a.png", other.url + "/?" + beginning + "/", other.url + "/#" + beginning,
      ] {
        #expect(throws: PlatformError.self, "\(url)") { _ = try prepare(url) }
      }
    }
    #expect(other.requests.isEmpty && store.requests.isEmpty)
  }
}

private struct NothingUploaded: Error {}
