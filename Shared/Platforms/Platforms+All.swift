internal import Core

// Every platform there is. A new one is added here and in its own folder, and nowhere else.
//
// A file of its own, so that the linker can leave it out: functions that know the type `Platforms` but make none do not
// contain the connectors, 0.5 MB of 7.
extension Platforms {
  /// The platforms that we are registered with, in the real or the simulated world.
  package init(_ world: World, _ applications: Applications) {
    self.init(
      all: Self.makers.compactMap { id, make in applications[id].map { make(world, $0) } },
      sources: world.sources)
  }

  private static let makers: [(id: String, make: @Sendable (World, Application) -> any Connector)] = [
    ("x", { X(world: $0, application: $1) }),
    ("instagram", { Instagram(world: $0, application: $1) }),
    ("facebook", { Facebook(world: $0, application: $1) }),
    ("linkedin", { LinkedIn(world: $0, application: $1) }),
    ("pinterest", { Pinterest(world: $0, application: $1) }),
    ("tiktok", { TikTok(world: $0, application: $1) }),
    ("youtube", { YouTube(world: $0, application: $1) }),
  ]

  /// Rules and names only, of all platforms, in the real world.
  package static var rules: Platforms { rules(in: nil) }

  /// The same, in a simulation where there is one.
  package static func rules(in simulation: String?) -> Platforms {
    let nobody = Application(id: "", secret: "")
    let world = World(simulation: simulation)
    return Platforms(all: makers.map { $0.make(world, nobody) }, sources: world.sources)
  }
}
