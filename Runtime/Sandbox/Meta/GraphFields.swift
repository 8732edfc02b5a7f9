/// The `fields` parameter: names, each with the fields wanted of what it leads to: `id,replies{id,text}`.
struct GraphFields {
  let names: [(name: String, nested: GraphFields?)]

  init(_ text: some StringProtocol) {
    var names: [(name: String, nested: GraphFields?)] = []
    for part in Self.split(text) {
      guard let brace = part.firstIndex(of: "{"), part.last == "}" else {
        names.append((part, nil))
        continue
      }
      let inner = part[part.index(after: brace)...].dropLast()
      names.append((String(part[..<brace]), GraphFields(inner)))
    }
    self.names = names
  }

  /// Splits at the commas that stand outside braces.
  private static func split(_ text: some StringProtocol) -> [String] {
    var parts: [String] = []
    var current = ""
    var depth = 0
    for character in text {
      switch character {
      case "{": depth += 1
      case "}": depth -= 1
      default: break
      }
      if character == ",", depth == 0 {
        parts.append(current)
        current = ""
      } else if character != " " {
        current.append(character)
      }
    }
    return (parts + [current]).filter { !$0.isEmpty }
  }
}
