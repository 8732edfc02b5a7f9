internal import Core
internal import LambdaRuntime
internal import Migrations
internal import Wiring

/// invoked by name
@main struct Migrate: InvokedFunction {
  static let needs: [Setting] = [.databaseURL]

  static func handle(_ event: JSON, _ context: Context) throws -> JSON {
    let applied = try Migrations(try context.session()).apply()
    return ["applied": .array(applied.map { .string($0) })]
  }
}
