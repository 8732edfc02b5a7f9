/// Texts at random, of what is hard to count: scripts, emoji of many parts, marks, links and what looks like them, blanks.
/// The same seed makes the same texts.
struct TextMaker: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func text() -> String {
    if chance(20) { return repeated(1...6) { $0.pick(Self.blanks) } }
    return repeated(1...8) { $0.piece() }
  }

  /// One around a limit of `count` scalars.
  mutating func text(around count: Int) -> String {
    let piece = chance(2) ? text() : pick(Self.scripts.flatMap { $0.map(String.init) })
    let scalars = max(1, piece.unicodeScalars.count)
    let filler = chance(2) ? "a" : pick(["語", "é", "👍", "e\u{301}"])
    return String(repeating: piece, count: count / scalars)
      + String(repeating: filler, count: Int.random(in: 0...3, using: &self))
  }

  private mutating func piece() -> String {
    switch Int.random(in: 0..<22, using: &self) {
    case 0...2: return letters(1...8)
    case 3...5:
      let script = pick(Self.scripts).map(String.init)
      return repeated(1...6) { $0.pick(script) }
    case 6: return repeated(1...2) { $0.pick(Self.punctuation) }
    case 7: return pick([" ", "\n", "\r\n", "\r", "\t", "  ", "\u{3000}"])
    case 8: return pick(Self.emoji)
    case 9...10: return repeated(2...7) { $0.pick(Self.parts) }
    case 11...12: return host()
    case 13...16: return pick(Self.schemes) + host() + rest()
    case 17: return host() + rest()
    case 18: return pick(["@", "#", "$", "＠", "＃"]) + (chance(2) ? host() : letters(1...8))
    case 19:
      return pick(["https://t.co/", "http://t.co/", "t.co/"]) + letters(1...45)
        + pick(["", "?a=1", "/x", "é"])
    case 20: return pick(Self.blanks)
    default: return pick([".", "-", "_", "xn--", ".com", "com.", "..", "$AB", " $CD ", "<", ">"])
    }
  }

  private mutating func host() -> String {
    repeated(1...3) { $0.label() + "." } + (chance(5) ? label() : pick(Self.domains))
  }

  private mutating func label() -> String {
    switch Int.random(in: 0..<11, using: &self) {
    case 0...5: return letters(1...9)
    case 6: return repeated(1...5) { $0.pick($0.pick(Self.scripts).map(String.init)) }
    case 7: return repeated(1...9) { $0.pick(["a", "b", "-", "_", "é", "日", "1"]) }
    case 8: return "xn--" + letters(1...6)
    // A label has 63 characters at most, a link 4,096.
    case 9: return String(repeating: "a", count: Int.random(in: 62...65, using: &self))
    default: return repeated(12...70) { $0.pick(["a", "é", "日"]) }
    }
  }

  private mutating func rest() -> String {
    if chance(100) { return "/" + String(repeating: "a", count: Int.random(in: 4050...4090, using: &self)) }
    var rest = chance(4) ? ":" + pick(["80", "8080", "x", ""]) : ""
    if !chance(3) { rest += "/" + repeated(0...7) { $0.pick(Self.paths) } }
    if chance(3) { rest += "?" + repeated(0...5) { $0.pick(Self.queries) } }
    return rest
  }

  private mutating func letters(_ count: ClosedRange<Int>) -> String {
    repeated(count) { $0.pick(Self.ascii) }
  }

  private mutating func repeated(_ count: ClosedRange<Int>, _ make: (inout TextMaker) -> String) -> String {
    var text = ""
    for _ in 0..<Int.random(in: count, using: &self) { text += make(&self) }
    return text
  }

  private mutating func pick(_ of: [String]) -> String { of.randomElement(using: &self) ?? "" }
  private mutating func pick(_ of: [[Character]]) -> [Character] { of.randomElement(using: &self) ?? [] }
  /// One in so many.
  private mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}

extension TextMaker {
  private static let ascii = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789".map(String.init)
  private static let punctuation = #".,:;!?-_/()[]{}@#$%&*+=~|^"'`\"#.map(String.init)
  private static let scripts: [[Character]] =
    [
      "日本語中文字漢", "ひらがなカタカナー", "한국어가나다", "абвгдежзйАБВ", "αβγδέήώ", "שלום", "مرحبا", "कखगािी",
      "กขค", "àéüößñçÅøő", "𝒳𠀀", "ｆｕｌｌ．", "。、「」！？・", "①②™‼€…“”’", "©®", "क़ড়שׁ",
    ].map(Array.init) + [
      ["e", "\u{301}", "\u{308}", "\u{327}", "\u{323}", "か", "\u{3099}", "\u{309A}"],
      ["\u{1100}", "\u{1161}", "\u{11A8}", "가"],
      ["\u{1D15E}", "\u{212B}", "\u{2126}", "\u{37E}", "\u{1FEF}"],
    ]
  private static let blanks = [
    " ", "\n", "\r\n", "\t", "\u{A0}", "\u{AD}", "\u{34F}", "\u{115F}", "\u{1160}", "\u{1680}", "\u{180E}",
    "\u{2003}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{2028}", "\u{202A}", "\u{2060}",
    "\u{2066}",
    "\u{2800}", "\u{3000}", "\u{3164}", "\u{FE0F}", "\u{FEFF}", "\u{FFA0}", "\u{FFFE}", "\u{FFFF}", "\u{85}",
    "\u{E0020}", "\u{1D173}", "\u{13441}", "\u{FFF9}",
  ]
  private static let emoji = [
    "😀", "👍🏽", "🙋🏿", "👨‍👩‍👧‍👦", "🏳️‍🌈", "❤️", "❤️‍🔥", "🇩🇪", "🇫🇷", "🇦🇦", "1️⃣", "#⃣", "☺", "☺︎", "🧑🏿‍🚀", "👩🏽‍❤️‍💋‍👨🏻", "🧑🏻‍🤝‍🧑🏻",
    "🏃🏽‍♀️‍➡️", "⛹🏻‍♂️", "🫱🏻‍🫲🏿", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "🐦‍⬛", "🧑‍🧑‍🧒", "👯🏽‍♀️",
  ]
  /// Of emoji, for right and wrong ones.
  private static let parts = [
    "🇩", "🇪", "🇦", "👩", "👨", "🧑", "\u{200D}", "\u{200D}", "\u{FE0F}", "\u{FE0E}", "🏽", "🏿", "❤", "♀", "♂",
    "👧", "👦", "🤝",
    "💻", "⚕", "➡", "🏳", "🌈", "1", "#", "*", "\u{20E3}", "🏴",
    "\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "🏃", "⛹", "🧒", "💋", "🫱", "🫲",
  ]
  private static let schemes = [
    "http://", "https://", "HTTPS://", "Http://", "https:/", "http:", "ftp://", "//",
  ]
  private static let domains = [
    "com", "COM", "de", "md", "dev", "zip", "co.jp", "museum", "한국", "中国", "中國", "рф", "भारतम्", "भारत", "嘉里大酒店",
    "嘉里",
    "vermögensberatung", "онлайн", "xn--p1ai", "pdf", "swift", "comx", "com中", "comé", "com@", "com-", "com+",
    "com2",
  ]
  private static let paths = [
    "a", "b/", "(", "(a)", "((b))", "(a(b)c)", ")", ".", "!", "日", "é", "д", "-", "_", "%20", "#", "~", "@x/",
    "–", "'", ";",
    ",", "&", "]", "...",
  ]
  private static let queries = ["a=1", "&b", "#c", ".", "!", "日", "é", "(x)", "%", "/", "?", "'"]
}
