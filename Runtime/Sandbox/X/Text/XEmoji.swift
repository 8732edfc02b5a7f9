/// Emoji of several code points: every sequence of `emoji-test.txt` (Unicode 17), from templates.
enum XEmoji {
  /// How many scalars the emoji has that `text` begins with; nil when it is none of several.
  static func length(_ text: ArraySlice<UInt32>) -> Int? {
    guard let first = text.first, beginnings.contains(first) else { return nil }
    let most = min(longest, text.count)
    return stride(from: most, to: 1, by: -1).first { sequences.contains(Array(text.prefix($0))) }
  }

  private static let longest = sequences.map(\.count).max() ?? 0
  private static let beginnings = Set(sequences.compactMap(\.first))
  private static let sequences: Set<[UInt32]> = {
    var all = joined.split { $0 == " " || $0.isNewline }.flatMap { expand(Array($0.unicodeScalars)) }
    all += skinBases.flatMap { range in range.flatMap { base in skins.map { [base, $0] } } }
    all += withPicture.flatMap { $0.map { [$0, picture] } }
    for key in "0123456789#*".unicodeScalars.map(\.value) {
      all += [[key, 0x20E3], [key, picture, 0x20E3]]
    }
    for region in regions.split(whereSeparator: \.isWhitespace) {
      let letters = region.unicodeScalars.filter { $0 != ":" }.map { $0.value - 0x41 + 0x1F1E6 }
      all += letters.dropFirst().map { [letters[0], $0] }
    }
    for tags in ["gbeng", "gbsct", "gbwls"] {
      all.append([0x1F3F4] + tags.unicodeScalars.map { $0.value + 0xE0000 } + [0xE007F])
    }
    return Set(all)
  }()

  private static let picture: UInt32 = 0xFE0F
  private static let joiner: UInt32 = 0x200D
  private static let skins: [UInt32] = [0x1F3FB, 0x1F3FC, 0x1F3FD, 0x1F3FE, 0x1F3FF]

  /// All sequences of a template: between `+` one of each, with any skin behind `*` or none, with a skin behind `!`,
  /// with another than the first behind `?`.
  private static func expand(_ template: [Unicode.Scalar]) -> [[UInt32]] {
    var all: [[UInt32]] = [[]]
    for part in template.split(separator: "+") {
      let letters = part.filter { !"*!?".unicodeScalars.contains($0) }.map(\.value)
      all = all.flatMap { beginning in
        letters.flatMap { letter in
          let joined = beginning.isEmpty ? [] : beginning + [joiner]
          return forms(of: letter, part.last, behind: beginning).map { joined + $0 }
        }
      }
    }
    return all
  }

  private static func forms(of letter: UInt32, _ mark: Unicode.Scalar?, behind: [UInt32]) -> [[UInt32]] {
    let coloured = skins.map { [letter, $0] }
    let isPictured = withPicture.contains { $0.contains(letter) }
    let plain = isPictured ? [[letter], [letter, picture]] : [[letter]]
    switch mark {
    case "*": return plain + coloured
    case "!": return coloured
    case "?": return coloured.filter { !behind.contains($0[1]) }
    default: return plain
    }
  }
}

extension XEmoji {
  private static let joined = """
    👨👩🧑*+⚕⚖✈🌾🍳🍼🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦯🦰🦱🦲🦳🦼🦽 🧑*+🎄🩰 👨👩🧑*+🦯🦼🦽+➡
    ⛹🏃🏄🏊🏋🏌👮👯👰👱👳👷💁💂💆💇🕵🙅🙆🙇🙋🙍🙎🚣🚴🚵🚶🤦🤵🤷🤸🤹🤼🤽🤾🦸🦹🧍🧎🧏🧔🧖🧗🧘🧙🧚🧛🧜🧝*+♀♂ 🧞🧟+♀♂ 🏃🚶🧎*+➡ 🏃🚶🧎*+♀♂+➡ 👩+❤+👨👩 👨+❤+👨 👩!+❤+👨👩! 👨!+❤+👨!
    🧑!+❤+🧑? 👩+❤+💋+👨👩 👨+❤+💋+👨 👩!+❤+💋+👨👩! 👨!+❤+💋+👨! 🧑!+❤+💋+🧑? 🧑+🤝+🧑 🧑!+🤝+🧑! 👩!+🤝+👨👩? 👨!+🤝+👨? 👨!+🐰🫯+👨? 👩!+🐰🫯+👩?
    🧑!+🐰🫯+🧑? 🫱!+🫲? 👨👩+👦👧 👨👩+👦+👦 👨👩+👧+👦👧 👨+👨👩+👦👧 👩+👩+👦👧 👨+👨👩+👦+👦 👨+👨👩+👧+👦👧 👩+👩+👦+👦 👩+👩+👧+👦👧 🧑+🧒 🧑+🧒+🧒 🧑+🧑+🧒 🧑+🧑+🧒+🧒 ⛓+💥
    ❤+🔥🩹 🍄+🟫 🍋+🟩 🏳+⚧🌈 🏴+☠ 🐈+⬛ 🐕+🦺 🐦+⬛🔥 🐻+❄ 👁+🗨 😮+💨 😵+💫 😶+🌫 🙂+↔↕
    """

  /// Before a skin.
  private static let skinBases: [ClosedRange<UInt32>] = [
    0x261D...0x261D, 0x26F9...0x26F9, 0x270A...0x270D, 0x1F385...0x1F385, 0x1F3C2...0x1F3C4,
    0x1F3C7...0x1F3C7, 0x1F3CA...0x1F3CC, 0x1F442...0x1F443, 0x1F446...0x1F450, 0x1F466...0x1F469,
    0x1F46B...0x1F478, 0x1F47C...0x1F47C, 0x1F481...0x1F483, 0x1F485...0x1F487, 0x1F48F...0x1F48F,
    0x1F491...0x1F491, 0x1F4AA...0x1F4AA, 0x1F574...0x1F575, 0x1F57A...0x1F57A, 0x1F590...0x1F590,
    0x1F595...0x1F596, 0x1F645...0x1F647, 0x1F64B...0x1F64F, 0x1F6A3...0x1F6A3, 0x1F6B4...0x1F6B6,
    0x1F6C0...0x1F6C0, 0x1F6CC...0x1F6CC, 0x1F90C...0x1F90C, 0x1F90F...0x1F90F, 0x1F918...0x1F91F,
    0x1F926...0x1F926, 0x1F930...0x1F939, 0x1F93C...0x1F93E, 0x1F977...0x1F977, 0x1F9B5...0x1F9B6,
    0x1F9B8...0x1F9B9, 0x1F9BB...0x1F9BB, 0x1F9CD...0x1F9CF, 0x1F9D1...0x1F9DD, 0x1FAC3...0x1FAC5,
    0x1FAF0...0x1FAF8,
  ]

  /// Text by themselves, an emoji before U+FE0F.
  private static let withPicture: [ClosedRange<UInt32>] = [
    0xA9...0xA9, 0xAE...0xAE, 0x203C...0x203C, 0x2049...0x2049, 0x2122...0x2122, 0x2139...0x2139,
    0x2194...0x2199, 0x21A9...0x21AA, 0x2328...0x2328, 0x23CF...0x23CF, 0x23ED...0x23EF, 0x23F1...0x23F2,
    0x23F8...0x23FA, 0x24C2...0x24C2, 0x25AA...0x25AB, 0x25B6...0x25B6, 0x25C0...0x25C0, 0x25FB...0x25FC,
    0x2600...0x2604, 0x260E...0x260E, 0x2611...0x2611, 0x2618...0x2618, 0x261D...0x261D, 0x2620...0x2620,
    0x2622...0x2623, 0x2626...0x2626, 0x262A...0x262A, 0x262E...0x262F, 0x2638...0x263A, 0x2640...0x2640,
    0x2642...0x2642, 0x265F...0x2660, 0x2663...0x2663, 0x2665...0x2666, 0x2668...0x2668, 0x267B...0x267B,
    0x267E...0x267E, 0x2692...0x2692, 0x2694...0x2697, 0x2699...0x2699, 0x269B...0x269C, 0x26A0...0x26A0,
    0x26A7...0x26A7, 0x26B0...0x26B1, 0x26C8...0x26C8, 0x26CF...0x26CF, 0x26D1...0x26D1, 0x26D3...0x26D3,
    0x26E9...0x26E9, 0x26F0...0x26F1, 0x26F4...0x26F4, 0x26F7...0x26F9, 0x2702...0x2702, 0x2708...0x2709,
    0x270C...0x270D, 0x270F...0x270F, 0x2712...0x2712, 0x2714...0x2714, 0x2716...0x2716, 0x271D...0x271D,
    0x2721...0x2721, 0x2733...0x2734, 0x2744...0x2744, 0x2747...0x2747, 0x2763...0x2764, 0x27A1...0x27A1,
    0x2934...0x2935, 0x2B05...0x2B07, 0x3030...0x3030, 0x303D...0x303D, 0x3297...0x3297, 0x3299...0x3299,
    0x1F170...0x1F171, 0x1F17E...0x1F17F, 0x1F202...0x1F202, 0x1F237...0x1F237, 0x1F321...0x1F321,
    0x1F324...0x1F32C, 0x1F336...0x1F336, 0x1F37D...0x1F37D, 0x1F396...0x1F397, 0x1F399...0x1F39B,
    0x1F39E...0x1F39F, 0x1F3CB...0x1F3CE, 0x1F3D4...0x1F3DF, 0x1F3F3...0x1F3F3, 0x1F3F5...0x1F3F5,
    0x1F3F7...0x1F3F7, 0x1F43F...0x1F43F, 0x1F441...0x1F441, 0x1F4FD...0x1F4FD, 0x1F549...0x1F54A,
    0x1F56F...0x1F570, 0x1F573...0x1F579, 0x1F587...0x1F587, 0x1F58A...0x1F58D, 0x1F590...0x1F590,
    0x1F5A5...0x1F5A5, 0x1F5A8...0x1F5A8, 0x1F5B1...0x1F5B2, 0x1F5BC...0x1F5BC, 0x1F5C2...0x1F5C4,
    0x1F5D1...0x1F5D3, 0x1F5DC...0x1F5DE, 0x1F5E1...0x1F5E1, 0x1F5E3...0x1F5E3, 0x1F5E8...0x1F5E8,
    0x1F5EF...0x1F5EF, 0x1F5F3...0x1F5F3, 0x1F5FA...0x1F5FA, 0x1F6CB...0x1F6CB, 0x1F6CD...0x1F6CF,
    0x1F6E0...0x1F6E5, 0x1F6E9...0x1F6E9, 0x1F6F0...0x1F6F0, 0x1F6F3...0x1F6F3,
  ]

  /// Flags: the first letter, and what it goes with.
  private static let regions = """
    A:CDEFGILMOQRSTUWXZ B:ABDEFGHIJLMNOQRSTVWYZ C:ACDFGHIKLMNOPQRUVWXYZ D:EGJKMOZ E:ACEGHRSTU
    F:IJKMOR G:ABDEFGHILMNPQRSTUWY H:KMNRTU I:CDELMNOQRST J:EMOP K:EGHIMNPRWYZ L:ABCIKRSTUVY
    M:ACDEFGHKLMNOPQRSTUVWXYZ N:ACEFGILOPRUZ O:M P:AEFGHKLMNRSTWY Q:A R:EOSUW
    S:ABCDEGHIJKLMNORSTVXYZ T:ACDFGHJKLMNORTVWZ U:AGMNSYZ V:ACEGINU W:FS X:K Y:ET Z:AMW
    """
}
