/// What X makes of parts of a text, by the expressions that twitter-text 3 publishes (`js/src/regexp`). The connector's
/// scanner was written apart from them: it shares neither code nor tables.
enum XLinks {
  private static let letters = Scalars([0x41...0x5A, 0x61...0x7A])
  private static let digits = Scalars([0x30...0x39])
  private static let spaces = Scalars(
    [0x9...0xD, 0x2000...0x200A, 0x2028...0x2029],
    "\u{20}\u{85}\u{A0}\u{1680}\u{180E}\u{202F}\u{205F}\u{3000}")
  private static let refused = Scalars([0xFEFF...0xFEFF, 0xFFFE...0xFFFF])
  private static let directions = Scalars([0x202A...0x202E, 0x2066...0x2069], "\u{61C}\u{200E}\u{200F}")
  private static let punctuation = Scalars([], #"!'#%&'()*+,\-./:;<=>?@[]^_{|}~$"#)
  private static let accented = Scalars(
    [
      0xC0...0xD6, 0xD8...0xF6, 0xF8...0xFF, 0x100...0x24F, 0x253...0x254, 0x256...0x257, 0x300...0x36F,
      0x1E00...0x1EFF,
    ], "\u{259}\u{25B}\u{263}\u{268}\u{26F}\u{272}\u{289}\u{28B}\u{2BB}")
  private static let cyrillic = Scalars([0x400...0x4FF])

  private static let ofDomain = (punctuation + spaces + refused + directions).inverted
  private static let middleOfName = ((punctuation + spaces + refused + directions).without("-")).inverted
  private static let middleOfPart = ((punctuation + spaces + refused + directions).without("-_")).inverted

  private static func label(_ middle: Scalars) -> Expression {
    .sequence([
      .maybe(.sequence([.one(ofDomain), .run(middle, atLeast: 0)])), .one(ofDomain), .text("."),
    ])
  }

  private static let topLevel = Expression.choice([
    .sequence([
      .other { XDomains.ends($0, $1) }, .notBefore(letters + digits + Scalars([], "@+-")),
    ]),
    .sequence([.text("xn--"), .run(letters + digits + Scalars([], "-"), atLeast: 1)]),
  ])
  private static let domain = Expression.sequence([
    .many(label(middleOfPart)), label(middleOfName), topLevel,
  ])

  private static let ofPath =
    letters + digits + accented + cyrillic + Scalars([0x2013...0x2013], "!*';:=+,.$/%#[]-_~@|&")
  private static let endOfPath = letters + digits + accented + cyrillic + Scalars([], "+-=_#/")
  private static let parentheses = Expression.sequence([
    .text("("),
    .choice([
      .sequence([.run(ofPath, atLeast: 1), .text(")")]),
      .sequence([
        .run(ofPath, atLeast: 0), .text("("), .run(ofPath, atLeast: 1), .text(")"), .run(ofPath, atLeast: 0),
        .text(")"),
      ]),
    ]),
  ])
  private static let path = Expression.choice([
    .sequence([
      .run(ofPath, atLeast: 0), .many(.sequence([parentheses, .run(ofPath, atLeast: 0)])), .one(endOfPath),
    ]),
    parentheses,
    .sequence([.text("@"), .run(ofPath, atLeast: 1), .text("/")]),
  ])
  private static let ofQuery = letters + digits + Scalars([], "!?*'@();:&=+$/%#[]-_.,~|")
  private static let query = Expression.sequence([
    .text("?"), .run(ofQuery, atLeast: 0), .one(letters + digits + Scalars([], "-_&=#/")),
  ])

  /// What stands before, the link, its scheme, host and path.
  enum Group {
    static let (before, link, scheme, host, path) = (1, 2, 3, 4, 5)
  }

  static let link = Expression.sequence([
    .group(
      Group.before,
      .choice([.one((letters + digits + refused + Scalars([], "@＠$#＃")).inverted), .beginning])),
    .group(
      Group.link,
      .sequence([
        .maybe(.group(Group.scheme, .sequence([.text("http"), .maybe(.text("s")), .text("://")]))),
        .group(Group.host, domain), .maybe(.sequence([.text(":"), .run(digits, atLeast: 1)])),
        .maybe(.group(Group.path, .sequence([.text("/"), .many(path)]))), .maybe(query),
      ])),
  ])

  /// Within a host.
  static let latinHost = Expression.sequence([
    .run(letters + digits + accented + Scalars([], "-"), atLeast: 1), .text("."),
    .many(.sequence([.run(letters + digits + accented + Scalars([], "-"), atLeast: 1), .text(".")])),
    topLevel,
  ])

  static let shortLink = Expression.sequence([
    .text("http"), .maybe(.text("s")), .text("://t.co/"), .group(1, .run(letters + digits, atLeast: 1)),
    .maybe(query),
  ])

  static let cashtag = Expression.sequence([
    .choice([.beginning, .one(spaces)]), .text("$"), .letters(1, 6),
    .maybe(.sequence([.one(Scalars([], "._")), .letters(1, 2)])), .notBefore((spaces + punctuation).inverted),
  ])
}

extension Expression {
  /// From `least` to `most` letters of ASCII, as many as there are.
  fileprivate static func letters(_ least: Int, _ most: Int) -> Expression {
    let letter = Expression.one(Scalars([0x41...0x5A, 0x61...0x7A]))
    return .choice(
      stride(from: most, through: least, by: -1).map { .sequence(Array(repeating: letter, count: $0)) })
  }
}
