/// What is one emoji of several code points (Unicode Technical Standard #51, `emoji-test.txt` of Emoji 17). A single code point needs
/// no recognition: each that is an emoji by itself counts 2 as others do.
enum EmojiSequence {
  private static let joiner: Unicode.Scalar = "\u{200D}"
  private static let picture: Unicode.Scalar = "\u{FE0F}"
  private static let keycap: Unicode.Scalar = "\u{20E3}"

  /// Where the longest one ends that begins at `start`.
  static func end(in text: [Unicode.Scalar], at start: Int) -> Int? {
    guard start + 1 < text.count else { return nil }
    let (first, second) = (text[start], text[start + 1])
    if first.isASCII { return keycapEnd(in: text, at: start) }
    guard first.properties.isEmoji else { return nil }
    if isRegional(first) { return isRegional(second) && isFlag(first, second) ? start + 2 : nil }
    return tagsEnd(in: text, at: start) ?? joinedEnd(in: text, at: start)
  }

  private static func keycapEnd(in text: [Unicode.Scalar], at start: Int) -> Int? {
    guard "0123456789#*".unicodeScalars.contains(text[start]) else { return nil }
    let end = text[start + 1] == picture ? start + 2 : start + 1
    return end < text.count && text[end] == keycap ? end + 1 : nil
  }

  private static func isRegional(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  /// Two letters that are a region (`flags`).
  private static func isFlag(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    let letters = [first, second].map { UInt8($0.value - 0x1F1E6 + 0x41) }
    return flags.contains(String(decoding: letters, as: UTF8.self))
  }

  /// The flags of England, Scotland and Wales: a black flag, then letters as tags.
  private static func tagsEnd(in text: [Unicode.Scalar], at start: Int) -> Int? {
    guard text[start].value == 0x1F3F4 else { return nil }
    let tags = text[(start + 1)...].prefix { (0xE0061...0xE007A).contains($0.value) }
    guard tags.endIndex < text.count, text[tags.endIndex].value == 0xE007F else { return nil }
    let letters = String(decoding: tags.map { UInt8($0.value - 0xE0000) }, as: UTF8.self)
    return ["gbeng", "gbsct", "gbwls"].contains(letters) ? tags.endIndex + 1 : nil
  }

  /// One with its colour or form, or several that are joined.
  private static func joinedEnd(in text: [Unicode.Scalar], at start: Int) -> Int? {
    var parts: [Part] = []
    var index = start
    while parts.count < 4, let part = Part(in: text, at: index) {
      parts.append(part)
      guard part.end < text.count, text[part.end] == joiner else { break }
      index = part.end + 1
    }
    while let last = parts.last, parts.count > 1 {
      if JoinedEmoji.isKnown(parts) { return last.end }
      parts.removeLast()
      if last.skin > 0, JoinedEmoji.isKnown(parts + [last.withoutSkin]) { return last.end - 1 }
    }
    return parts.first.flatMap { $0.end > start + 1 ? $0.end : nil }
  }

  /// What stands between joiners.
  struct Part {
    let base: Unicode.Scalar
    /// From 1 for the lightest to 5; 0 without.
    let skin: UInt32
    let end: Int

    init?(in text: [Unicode.Scalar], at start: Int) {
      guard start < text.count, !text[start].isASCII else { return nil }
      base = text[start]
      let next = start + 1 < text.count ? text[start + 1] : base
      let isColoured = (0x1F3FB...0x1F3FF).contains(next.value) && JoinedEmoji.takesSkin(base)
      skin = isColoured ? next.value - 0x1F3FA : 0
      let isPicture = next == picture && base.properties.isEmoji && !base.properties.isEmojiPresentation
      end = start + (isColoured || isPicture ? 2 : 1)
    }

    private init(_ base: Unicode.Scalar, endingAt end: Int) {
      self.base = base
      self.end = end
      skin = 0
    }

    var withoutSkin: Part { Part(base, endingAt: end - 1) }
  }
}

extension EmojiSequence {
  /// Regions with a flag.
  private static let flags = Set(
    """
    AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC
    EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI
    LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF
    NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE
    SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA
    UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
