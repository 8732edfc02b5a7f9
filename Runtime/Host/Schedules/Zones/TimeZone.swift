/// The offsets of an IANA time zone, from the system's zone files.
package struct TimeZone: Sendable {
  /// When each offset begins, in seconds since 1970, ascending.
  struct Transition: Equatable {
    let from: Int64
    let offset: Int64
  }

  private let transitions: [Transition]
  private let first: Int64

  package static let utc = TimeZone(transitions: [], first: 0)

  init(transitions: [Transition], first: Int64) {
    self.transitions = transitions
    self.first = first
  }

  /// nil when the system knows no such zone.
  package init?(_ name: String) {
    if name == "UTC" {
      self = .utc
      return
    }
    guard let file = ZoneFile(name) else { return nil }
    self.init(transitions: file.transitions, first: file.firstOffset)
  }

  /// Seconds east of UTC at a time in seconds since 1970.
  package func offset(at time: Int64) -> Int64 { offset(beforeTransition: count(until: time)) }

  /// The time of a wall clock reading (seconds since 1970 as if it were UTC): the first of two when the clock is
  /// set back, nil when it is skipped.
  package func time(ofWallClock wall: Int64) -> Int64? {
    // No zone is more than 26 hours from UTC; more than one change in this span is possible, if rare.
    let day: Int64 = 26 * 3600
    for index in count(until: wall - day)...count(until: wall + day) {
      let offset = offset(beforeTransition: index)
      if self.offset(at: wall - offset) == offset { return wall - offset }
    }
    return nil
  }

  /// The offset in force until the transition of that index.
  private func offset(beforeTransition index: Int) -> Int64 {
    index == 0 ? first : transitions[index - 1].offset
  }

  /// How many transitions there have been by a time.
  private func count(until time: Int64) -> Int {
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].from <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
