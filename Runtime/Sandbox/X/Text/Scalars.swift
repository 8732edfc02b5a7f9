/// A set of scalars, by ranges.
struct Scalars: Sendable {
  private static let tableLength: UInt32 = 0x3100

  private let ranges: [ClosedRange<UInt32>]
  private let isInverted: Bool
  /// Of the first scalars whether they are in it, and the ranges that go further: a text is looked at again and again.
  private let table: [Bool]
  private let further: [ClosedRange<UInt32>]

  init(_ ranges: [ClosedRange<UInt32>], _ letters: String = "") {
    self.init(ranges + letters.unicodeScalars.map { $0.value...$0.value }, isInverted: false)
  }

  private init(_ ranges: [ClosedRange<UInt32>], isInverted: Bool) {
    self.ranges = ranges
    self.isInverted = isInverted
    further = ranges.filter { $0.upperBound >= Self.tableLength }
    table = (0..<Self.tableLength).map { scalar in ranges.contains { $0.contains(scalar) } != isInverted }
  }

  var inverted: Scalars { Scalars(ranges, isInverted: !isInverted) }

  static func + (left: Scalars, right: Scalars) -> Scalars {
    Scalars(left.ranges + right.ranges, isInverted: false)
  }

  /// These ranges but for single ones.
  func without(_ letters: String) -> Scalars {
    let others = letters.unicodeScalars.map { $0.value...$0.value }
    return Scalars(ranges.filter { !others.contains($0) }, isInverted: isInverted)
  }

  func contains(_ scalar: UInt32) -> Bool {
    scalar < Self.tableLength ? table[Int(scalar)] : further.contains { $0.contains(scalar) } != isInverted
  }

  /// Of ASCII.
  static func lowercased(_ scalar: UInt32) -> UInt32 {
    (0x41...0x5A).contains(scalar) ? scalar + 0x20 : scalar
  }
}
