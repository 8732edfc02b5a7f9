internal import Core

/// A function that answers an HTTP route.
///
/// What it throws becomes the answer: a `Problem` as it says, anything else as a 500 whose cause only the log
/// holds.
package protocol HTTPFunction {
  /// The settings it cannot work without. Their absence is reported before the first event.
  static var needs: [Setting] { get }
  static func handle(_ request: Request, _ context: Context) throws -> Response
}

extension HTTPFunction {
  package static var needs: [Setting] { [] }

  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      let request = try Request(event: event)
      do {
        return try handle(request, context).encoded(for: request.payload)
      } catch {
        return Response(to: error, context).encoded(for: request.payload)
      }
    }
  }
}
