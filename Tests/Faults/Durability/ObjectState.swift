/// What one writer makes of one of its keys, one after the other: each number of a change is used once.
struct ObjectChange: Equatable {
  enum Kind { case put, complete, delete }

  /// What all uploads in two parts begin with: S3 takes no smaller part but the last.
  static let base = [UInt8](repeating: UInt8(ascii: "b"), count: 5 << 20)
  static let baseKey = "base"

  let key: String
  let number: Int

  var kind: Kind {
    switch number % 8 {
    case 0...3: .put
    case 4...6: .complete
    default: .delete
    }
  }

  /// Whether `base` stands before `own`.
  var hasTwoParts: Bool { number % 24 == 12 }

  /// 1 to 60,000 bytes that say everywhere whose they are.
  var own: [UInt8] {
    let line = Array("\(key) \(number)\n".utf8)
    let size = 1 + number &* 7919 % 60_000
    return (0..<size).map { line[$0 % line.count] }
  }

  /// nil when there is no object then.
  var content: [UInt8]? { kind == .delete ? nil : (hasTwoParts ? Self.base : []) + own }
}

/// What a key may hold, as its only writer knows.
struct ObjectState {
  /// The last change that was acknowledged or seen; nil before the first.
  private(set) var settled: ObjectChange?
  /// Those after it whose answers were lost.
  private var attempted: [ObjectChange] = []

  mutating func attempt(_ change: ObjectChange) { attempted.append(change) }

  mutating func settle(_ change: ObjectChange) {
    settled = change
    attempted = []
  }

  enum Finding { case asExpected, lost, resurrected, torn }

  /// Compares with what a reader saw; nil is no object. What was seen stays, from then on.
  mutating func find(_ content: [UInt8]?) -> Finding {
    if let change = attempted.last(where: { $0.content == content }) {
      settle(change)
      return .asExpected
    }
    if settled?.content == content {
      attempted = []
      return .asExpected
    }
    guard let content else { return .lost }
    return settled?.content == nil && Self.isWhole(content)
      ? .resurrected : Self.isWhole(content) ? .lost : .torn
  }

  /// Whether these are the bytes of one change, be it an old one.
  private static func isWhole(_ content: [UInt8]) -> Bool {
    let rest =
      content.starts(with: ObjectChange.base) ? content.dropFirst(ObjectChange.base.count) : content[...]
    let words = String(decoding: rest.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).split(
      separator: " ")
    guard words.count == 2, let number = Int(words[1]) else { return false }
    return ObjectChange(key: String(words[0]), number: number).content == content
  }
}
