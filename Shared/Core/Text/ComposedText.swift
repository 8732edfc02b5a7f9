/// Text as Unicode composes it (Normalization Form C, Unicode Standard Annex #15), for counting and comparing: only the
/// compatibility ideographs, which count the same as those that they would become, are left as they are.
///
/// Swift's own normaliser is not public. This table costs 9 KB in a function, which is less than the rest of these rules.
package enum ComposedText {
  package static func scalars(of text: String) -> [Unicode.Scalar] {
    let given = Array(text.unicodeScalars)
    guard given.contains(where: mayChange) else { return given }
    var parts = given.flatMap(decompose)
    sort(&parts)
    return compose(parts)
  }

  /// Whether it may not stand as it is in composed text: a mark, a part of a syllable, what is taken apart.
  private static func mayChange(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x300, 0x3400...0x9FFF, 0xAC00...0xD7A3: false
    case Hangul.vowels, Hangul.finals: true
    default: marks.contains(scalar.value) || apart[scalar.value] != nil || order(scalar) > 0
    }
  }

  private static func order(_ scalar: Unicode.Scalar) -> UInt8 {
    scalar.value < 0x300 ? 0 : scalar.properties.canonicalCombiningClass.rawValue
  }

  private static func decompose(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    guard scalar.value >= 0xC0 else { return [scalar] }
    if let syllable = Hangul.decompose(scalar.value) { return syllable.compactMap(Unicode.Scalar.init) }
    if let parts = apart[scalar.value] { return parts.compactMap(Unicode.Scalar.init) }
    guard let pair = pairs[scalar], let mark = Unicode.Scalar(pair.mark) else { return [scalar] }
    return decompose(pair.letter) + [mark]
  }

  /// Marks behind a letter stand in the order of their classes.
  private static func sort(_ scalars: inout [Unicode.Scalar]) {
    for index in scalars.indices.dropFirst() {
      let scalar = scalars[index]
      let order = order(scalar)
      guard order > 0 else { continue }
      var place = index
      while place > 0, Self.order(scalars[place - 1]) > order {
        scalars[place] = scalars[place - 1]
        place -= 1
      }
      scalars[place] = scalar
    }
  }

  private static func compose(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var starter: Int?
    var last: UInt8 = 0
    for scalar in scalars {
      let order = order(scalar)
      // A mark of the same class in between keeps the letter and this mark apart.
      let isNext = starter.map { result.count == $0 + 1 || (last > 0 && last < order) } ?? false
      if isNext, let starter, let composed = composite(of: result[starter], scalar) {
        result[starter] = composed
        continue
      }
      if order == 0 { starter = result.count }
      last = order
      result.append(scalar)
    }
    return result
  }

  private static func composite(of letter: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    if let syllable = Hangul.compose(letter.value, mark.value) { return Unicode.Scalar(syllable) }
    return composites[UInt64(letter.value) << 32 | UInt64(mark.value)]
  }

  private static let marks = Set(composed.map(\.mark))

  private static let composites: [UInt64: Unicode.Scalar] = {
    Dictionary(uniqueKeysWithValues: pairs.map { (UInt64($1.letter.value) << 32 | UInt64($1.mark), $0) })
  }()

  private static let pairs: [Unicode.Scalar: (letter: Unicode.Scalar, mark: UInt32)] = {
    var pairs: [Unicode.Scalar: (letter: Unicode.Scalar, mark: UInt32)] = [:]
    for row in composed {
      var letters = row.letters.unicodeScalars.makeIterator()
      while let letter = letters.next(), let composite = letters.next() {
        pairs[composite] = (letter, row.mark)
      }
    }
    return pairs
  }()
}

/// Syllables of Korean, which are composed by arithmetic (Unicode Standard, section 3.12).
private enum Hangul {
  static let vowels: ClosedRange<UInt32> = 0x1161...0x1175
  static let finals: ClosedRange<UInt32> = 0x11A8...0x11C2
  private static let initials: ClosedRange<UInt32> = 0x1100...0x1112
  private static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3

  static func decompose(_ code: UInt32) -> [UInt32]? {
    guard syllables.contains(code) else { return nil }
    let index = code - 0xAC00
    let open = [0x1100 + index / 588, 0x1161 + index % 588 / 28]
    return index % 28 == 0 ? open : open + [0x11A7 + index % 28]
  }

  static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if initials.contains(first), vowels.contains(second) {
      return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
    }
    let isOpen = syllables.contains(first) && (first - 0xAC00) % 28 == 0
    return isOpen && finals.contains(second) ? first + second - 0x11A7 : nil
  }
}
