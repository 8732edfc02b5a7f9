internal import Core
internal import HTTPServer
internal import Platforms
internal import Synchronization
internal import TestSupport
internal import Testing

/// A connector that talks to a server which gives prepared answers.
struct PlatformFixture {
  let connector: any Connector
  let server: StubServer

  /// Answers every request alike; nil closes the connection without an answer.
  init(_ platform: String, answering reply: HTTPReply?) throws {
    try self.init(platform) { _ in reply }
  }

  /// `ownObjects` is where our own object store is.
  init(
    _ platform: String, ownObjects: String? = nil,
    _ answer: @escaping @Sendable (HTTPRequest) -> HTTPReply?
  ) throws {
    server = try StubServer(answer)
    let application = Application(id: "\(platform)-client", secret: "\(platform)-secret")
    let world = World(simulation: server.url, ownObjects: ownObjects)
    let platforms = Platforms(world, Applications([platform: application]))
    connector = try #require(platforms[platform])
  }

  func publication(_ content: Content = Content(text: "Hello"), handle: JSONObject = [:]) -> Publication {
    Publication(
      content: content, identity: RemoteIdentity(remoteID: "42", name: "cafe"),
      grant: Grant(accessToken: "token", refreshToken: "refresh", expiresAt: nil), handle: handle)
  }

  /// The error of the mutating request.
  func publishing() throws -> PlatformError {
    try #require(throws: PlatformError.self) {
      try connector.publish(publication(handle: ["container": "c1"]), step: 0, timeout: .seconds(5))
    }
  }

  /// The error of a request that changes nothing which people see.
  func looking() throws -> PlatformError {
    try #require(throws: PlatformError.self) {
      try connector.readBack(publication(handle: ["container": "c1"]), step: 0, since: .now())
    }
  }
}
