/// Every platform there is. A new one is added here and in its own folder, and nowhere else.
package struct Platforms {
  package let all: [any Connector]

  /// The application keys under which we are registered with the platforms.
  package struct Keys: Sendable {
    package var x: (id: String, secret: String)
    package var instagram: (id: String, secret: String)

    package init(x: (id: String, secret: String), instagram: (id: String, secret: String)) {
      self.x = x
      self.instagram = instagram
    }

    /// For functions that only look at content and never call a platform.
    package static let none = Keys(x: ("", ""), instagram: ("", ""))
  }

  /// These connectors and no others.
  package init(all: [any Connector]) { self.all = all }

  package init(_ world: World, _ keys: Keys) {
    all = [
      X(world: world, clientID: keys.x.id, clientSecret: keys.x.secret),
      Instagram(world: world, appID: keys.instagram.id, appSecret: keys.instagram.secret),
    ]
  }

  /// Rules and names only.
  package static var rules: Platforms { Platforms(World(simulation: nil), .none) }

  package subscript(id: String) -> (any Connector)? { all.first { $0.id == id } }
}
