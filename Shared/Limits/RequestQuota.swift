internal import Core

/// How many requests one subject of a kind, such as a person, may send in a minute.
package struct RequestQuota: Sendable, Equatable {
  /// The window that a quota is for. So many requests may also come at once.
  package static let window = Duration.seconds(60)

  /// `address`, `user`, `key` or `organization`: the name of the policy in the answer's fields.
  package let name: String
  package let requests: Int

  /// `requests` is at least 1.
  package init(_ name: String, requests: Int) {
    self.name = name
    self.requests = max(1, requests)
  }

  /// What one request costs: the time in which the rate makes room for another, in microseconds.
  var cost: Int64 { max(1, Self.window.microseconds / Int64(requests)) }

  /// How far a subject may be ahead of its rate, in microseconds.
  var tolerance: Int64 { cost * Int64(requests) }

  /// How many requests a process lets pass before it tells the database of them.
  var slice: Int { max(1, requests / 50) }
}
