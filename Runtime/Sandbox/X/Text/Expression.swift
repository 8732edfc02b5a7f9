/// A regular expression as data, matched with backtracking as JavaScript does: the first way that fits, greedily.
/// Swift's own engine refuses some of the ranges that twitter-text names.
indirect enum Expression: Sendable {
  /// One scalar of a set.
  case one(Scalars)
  /// As many of a set as there are, at least so many.
  case run(Scalars, atLeast: Int)
  /// In lower case; capitals of ASCII fit too.
  case word([UInt32])
  case sequence([Expression])
  case choice([Expression])
  case maybe(Expression)
  case many(Expression)
  /// Not preceded by anything.
  case beginning
  /// What follows, if anything does, is not of the set.
  case notBefore(Scalars)
  /// What another scanner finds: where it may end, the best first.
  case other(@Sendable (ArraySlice<UInt32>, Int) -> [Int])
  /// Notes where the inner one was found.
  case group(Int, Expression)

  static func text(_ text: String) -> Expression { .word(text.unicodeScalars.map(\.value)) }

  struct Match {
    var end = 0
    var groups: [Int: Range<Int>] = [:]

    var isFound = false
  }

  /// The match that begins at `start`.
  func match(_ text: ArraySlice<UInt32>, at start: Int) -> Match? {
    var match = Match()
    match.isFound = matches(text, start, &match) { end, match in
      match.end = end
      return true
    }
    return match.isFound ? match : nil
  }

  /// The first match at `start` or behind.
  func firstMatch(_ text: ArraySlice<UInt32>, from start: Int) -> Match? {
    for place in start...max(start, text.endIndex) {
      if let match = match(text, at: place) { return match }
    }
    return nil
  }

  private typealias Rest = (Int, inout Match) -> Bool

  private func matches(_ text: ArraySlice<UInt32>, _ at: Int, _ match: inout Match, _ rest: Rest) -> Bool {
    switch self {
    case .one(let set): return at < text.endIndex && set.contains(text[at]) && rest(at + 1, &match)
    case .run(let set, let least):
      var end = at
      while end < text.endIndex, set.contains(text[end]) { end += 1 }
      while end >= at + least {
        if rest(end, &match) { return true }
        end -= 1
      }
      return false
    case .word(let wanted):
      guard text.endIndex - at >= wanted.count,
        wanted.indices.allSatisfy({ wanted[$0] == Scalars.lowercased(text[at + $0]) })
      else { return false }
      return rest(at + wanted.count, &match)
    case .sequence(let parts): return Self.matches(parts[...], text, at, &match, rest)
    case .choice(let ways): return ways.contains { $0.matches(text, at, &match, rest) }
    case .maybe(let inner): return inner.matches(text, at, &match, rest) || rest(at, &match)
    case .many(let inner):
      let more = inner.matches(text, at, &match) { end, match in
        end > at && self.matches(text, end, &match, rest)
      }
      return more || rest(at, &match)
    case .beginning: return at == 0 && rest(at, &match)
    case .notBefore(let set): return (at == text.endIndex || !set.contains(text[at])) && rest(at, &match)
    case .other(let ends): return ends(text, at).contains { rest($0, &match) }
    case .group(let number, let inner):
      let before = match.groups[number]
      let isFound = inner.matches(text, at, &match) { end, match in
        match.groups[number] = at..<end
        return rest(end, &match)
      }
      if !isFound { match.groups[number] = before }
      return isFound
    }
  }

  private static func matches(
    _ parts: ArraySlice<Expression>, _ text: ArraySlice<UInt32>, _ at: Int, _ match: inout Match, _ rest: Rest
  ) -> Bool {
    guard let first = parts.first else { return rest(at, &match) }
    return first.matches(text, at, &match) { end, match in
      matches(parts.dropFirst(), text, end, &match, rest)
    }
  }
}
