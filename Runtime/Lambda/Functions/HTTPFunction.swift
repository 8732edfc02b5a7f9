internal import Core

/// A function that answers an HTTP route.
///
/// What it throws becomes the answer: a `Problem` as it says, anything else as a 500 whose cause only the log
/// holds.
package protocol HTTPFunction {
  /// The settings it cannot work without. Their absence is reported before the first event.
  static var needs: [Setting] { get }
  /// Whether an address may send so many requests only. Not for services that send for many people from few addresses.
  static var countsAddresses: Bool { get }
  static func handle(_ request: Request, _ context: Context) throws -> Response
  /// What is done for every route of a product around `handle`. Without anything more:
  /// `Response(context) { try handle(request, context) }`.
  static func answer(_ request: Request, _ context: Context) -> Response
}

extension HTTPFunction {
  package static var needs: [Setting] { [] }
  package static var countsAddresses: Bool { true }

  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      let request = try Request(event: event)
      return answer(request, context).encoded(for: request.payload)
    }
  }
}
