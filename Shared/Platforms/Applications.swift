internal import Core

/// The keys of one application that we have registered with a platform.
package struct Application: Sendable {
  package let id: String
  package let secret: String

  package init(id: String, secret: String) {
    self.id = id
    self.secret = secret
  }
}

/// Our registrations, by the id of the platform. A platform that is not among them is not offered.
package struct Applications: Sendable {
  private let byPlatform: [String: Application]

  package init(_ byPlatform: [String: Application]) { self.byPlatform = byPlatform }

  /// Reads `{"x": {"id": "…", "secret": "…"}, …}`; nil when it is something else.
  package init?(_ text: String) {
    guard let members = (try? JSON(parsing: Array(text.utf8)))?.object?.members else { return nil }
    var found: [String: Application] = [:]
    for (platform, value) in members {
      guard let id = value["id"]?.string, let secret = value["secret"]?.string else { return nil }
      found[platform] = Application(id: id, secret: secret)
    }
    byPlatform = found
  }

  package subscript(platform: String) -> Application? { byPlatform[platform] }
}
