package import Core

/// A function that is invoked by name, with an event and an answer of its own.
package protocol InvokedFunction {
  static var needs: [Setting] { get }
  static func handle(_ event: JSON, _ context: Context) throws -> JSON
}

extension InvokedFunction {
  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      var reader = JSONReader(event)
      let value = try reader.readValue()
      try reader.finish()
      return try handle(value, context).encoded()
    }
  }
}
