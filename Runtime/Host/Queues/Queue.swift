/// A declared queue with its place in the store and its names on the wire.
struct Queue: Sendable {
  let definition: QueueDefinition
  let id: Int64
  /// Milliseconds since 1970.
  let createdAt: Int64
  let arn: String
  let url: String

  var name: String { definition.name }

  /// The ARN of another queue of the same account and region.
  func siblingARN(_ name: String) -> String { arn.dropLast(self.name.count) + name }
}
