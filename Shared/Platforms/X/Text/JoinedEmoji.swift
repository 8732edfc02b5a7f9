/// Emoji that a zero-width joiner makes of several, by what they mean: jobs, couples, families, directions.
enum JoinedEmoji {
  /// Whether these parts are one emoji.
  static func isKnown(_ parts: [EmojiSequence.Part]) -> Bool {
    let bases = parts.map(\.base)
    let skins = parts.map(\.skin)
    if parts.count > 2, isCouple(bases, skins) { return true }
    // Only couples have more than one colour, and families none.
    guard skins.dropFirst().allSatisfy({ $0 == 0 }) else { return bases == hands && areDifferent(skins) }
    return isPerson(bases) || skins[0] == 0 && isThingOrFamily(bases)
  }

  static func takesSkin(_ base: Unicode.Scalar) -> Bool {
    base.properties.isEmojiModifierBase || pairsOfPeople.contains(base)
  }

  /// A person of either sex, with a job or on their way.
  private static func isPerson(_ bases: [Unicode.Scalar]) -> Bool {
    let (first, second) = (bases[0], bases[1])
    let arrow: Unicode.Scalar = "➡"
    switch bases.count {
    case 2:
      if second == "♀" || second == "♂" { return acting.contains(first) }
      if second == arrow { return walking.contains(first) }
      return adults.contains(first) && jobs.contains(second)
        || first == "🧑" && (second == "🎄" || second == "🩰")
    case 3:
      guard bases[2] == arrow else { return false }
      return walking.contains(first) && (second == "♀" || second == "♂")
        || adults.contains(first) && aids.contains(second)
    default: return false
    }
  }

  /// Two adults with something between them, both with a colour or both without.
  private static func isCouple(_ bases: [Unicode.Scalar], _ skins: [UInt32]) -> Bool {
    guard let first = bases.first, let last = bases.last else { return false }
    let middle = bases.dropFirst().dropLast()
    guard skins.dropFirst().dropLast().allSatisfy({ $0 == 0 }) else { return false }
    let ends = [skins[0], skins[skins.count - 1]]
    let isBare = ends == [0, 0]
    let isOfTwo = areDifferent(ends)
    let isColoured = !ends.contains(0)
    // Of people whose sex is not said, two of one colour are not joined by a heart.
    let isNeutral = first == "🧑" && last == "🧑"
    let isPair = first == "👨" && last == "👨" || first == "👩" && (last == "👨" || last == "👩")
    switch middle.map({ $0 }) {
    case ["❤"], ["❤", "💋"]: return isPair && (isBare || isColoured) || isNeutral && isOfTwo
    case ["🤝"]: return isPair && isOfTwo || isNeutral && (isBare || isColoured)
    case ["🐰"], ["🫯"]: return (isNeutral || first == last && isPair) && isOfTwo
    default: return false
    }
  }

  private static func areDifferent(_ skins: [UInt32]) -> Bool {
    !skins.contains(0) && skins[0] != skins[1]
  }

  private static func isThingOrFamily(_ bases: [Unicode.Scalar]) -> Bool {
    var children = bases[...]
    let parents = children.prefix { adults.contains($0) }
    children = children.dropFirst(parents.count)
    guard !parents.isEmpty else { return bases.count == 2 && isThing(bases) }
    if parents.contains("🧑") {
      return parents.allSatisfy { $0 == "🧑" } && parents.count <= 2 && (1...2).contains(children.count)
        && children.allSatisfy { $0 == "🧒" }
    }
    let isParents =
      parents.count == 1 || Array(parents) == ["👨", "👨"] || Array(parents) == ["👨", "👩"]
      || Array(parents) == ["👩", "👩"]
    let kinds: [[Unicode.Scalar]] = [["👦"], ["👧"], ["👦", "👦"], ["👧", "👦"], ["👧", "👧"]]
    return isParents && kinds.contains(Array(children))
  }

  private static func isThing(_ bases: [Unicode.Scalar]) -> Bool {
    stride(from: 0, to: things.count - 1, by: 2).contains {
      things[$0] == bases[0] && things[$0 + 1] == bases[1]
    }
  }

  private static let adults = Array("👨👩🧑".unicodeScalars)
  private static let jobs = Set("⚕⚖✈🌾🍳🍼🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦯🦰🦱🦲🦳🦼🦽".unicodeScalars)
  private static let aids = Array("🦯🦼🦽".unicodeScalars)
  private static let walking = Array("🏃🚶🧎".unicodeScalars)
  private static let pairsOfPeople = Array("👯🤼".unicodeScalars)
  private static let hands = Array("🫱🫲".unicodeScalars)
  private static let acting = Set(
    "⛹🏃🏄🏊🏋🏌👮👯👰👱👳👷💁💂💆💇🕵🙅🙆🙇🙋🙍🙎🚣🚴🚵🚶🤦🤵🤷🤸🤹🤼🤽🤾🦸🦹🧍🧎🧏🧔🧖🧗🧘🧙🧚🧛🧜🧝🧞🧟".unicodeScalars)
  /// In pairs.
  private static let things = Array("⛓💥❤🔥❤🩹🍄🟫🍋🟩🏳⚧🏳🌈🏴☠🐈⬛🐕🦺🐦⬛🐦🔥🐻❄👁🗨😮💨😵💫😶🌫🙂↔🙂↕".unicodeScalars)
}
