/// A function that is invoked by name and reads its event by itself.
package protocol BytesFunction {
  static var needs: [Setting] { get }
  /// The event is valid until the function returns.
  static func handle(_ event: UnsafeRawBufferPointer, _ context: Context) throws -> [UInt8]
}

extension BytesFunction {
  package static var needs: [Setting] { [] }

  package static func main() { RuntimeLoop.run(needs: needs, handle) }
}
