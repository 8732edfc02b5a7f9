/// The string literals of a Swift source, as far as a house style without raw strings writes them.
struct SwiftLiterals {
  struct Piece {
    let text: String
    let isInterpolated: Bool
  }

  private let source: [Character]
  private var place = 0

  /// Each literal as the pieces between which something is interpolated, with the source of what is.
  static func read(_ text: String) -> [[Piece]] {
    var reader = SwiftLiterals(source: Array(text))
    var literals: [[Piece]] = []
    while let literal = reader.next() { literals.append(literal) }
    return literals
  }

  private init(source: [Character]) { self.source = source }

  private func isAt(_ text: String) -> Bool { source[place...].starts(with: text) }

  private mutating func next() -> [Piece]? {
    while place < source.count {
      if isAt("//") {
        while place < source.count, source[place] != "\n" { place += 1 }
      } else if source[place] == "\"" {
        return literal()
      } else {
        place += 1
      }
    }
    return nil
  }

  private mutating func literal() -> [Piece] {
    let end = isAt("\"\"\"") ? "\"\"\"" : "\""
    place += end.count
    var (pieces, text) = ([Piece](), "")
    while place < source.count, !isAt(end) {
      if isAt("\\(") {
        pieces.append(Piece(text: text, isInterpolated: false))
        text = ""
        pieces.append(Piece(text: interpolation(), isInterpolated: true))
      } else {
        // Of an escape, the character that is escaped.
        if source[place] == "\\" { place += 1 }
        text.append(source[place])
        place += 1
      }
    }
    place += end.count
    return pieces + [Piece(text: text, isInterpolated: false)]
  }

  /// Up to the parenthesis that ends it; a literal inside may have parentheses of its own.
  private mutating func interpolation() -> String {
    place += 2
    let start = place
    var depth = 1
    while place < source.count {
      if source[place] == "\"" {
        _ = literal()
        continue
      }
      if source[place] == "(" { depth += 1 }
      if source[place] == ")" { depth -= 1 }
      place += 1
      if depth == 0 { break }
    }
    return String(source[start..<(place - 1)])
  }
}
