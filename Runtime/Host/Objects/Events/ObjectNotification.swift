/// An event on its way to a function.
package struct ObjectNotification: Sendable {
  package let id: Int64
  /// The logical id of the function.
  package let function: String
  /// The JSON text that the function gets.
  package let event: String
  /// Milliseconds since 1970.
  package let createdAt: Int64
  /// How often the function has failed with it.
  package let attempts: Int
}
