internal import Harness

/// The files below a directory that give a session statements, and the statements that stand in them.
struct StoreSources {
  struct File {
    let name: String
    let text: String
  }

  /// Put together of what a registry holds: the tests of exports, erasure and rotated keys run them for each entry.
  private static let composed = ["PersonalDataStore.swift", "SealedStore.swift"]
  /// What runs statements of others.
  private static let carriers = ["Session.swift", "Connection.swift", "Migrations.swift"]
  /// What a statement is given to, or returned from.
  private static let uses = ["session.query(", "session.first(", "session.only(", "-> SQL {"]
  private static let verbs: Set = ["select", "insert", "update", "delete", "with"]

  private let all: [File]

  init(in directory: String) throws {
    all = try SwiftSources.read(below: directory).map { path, text in
      File(name: path.split(separator: "/").last.map(String.init) ?? path, text: text)
    }
  }

  var files: [File] {
    all.filter { file in
      !Self.composed.contains(file.name) && !Self.carriers.contains(file.name)
        && (file.name.hasSuffix("Store.swift") || uses(in: file) > 0)
    }
  }

  func uses(in file: File) -> Int { Self.uses.reduce(0) { $0 + file.text.ranges(of: $1).count } }

  /// What is interpolated is a parameter, but for the lists of columns that types name.
  func statements(in file: File) -> [String] {
    SwiftLiterals.read(file.text).compactMap { literal in
      guard let verb = literal.first?.text.split(whereSeparator: \.isWhitespace).first,
        Self.verbs.contains(String(verb)), literal.count > 1 || literal[0].text.contains(" ")
      else { return nil }
      var parameters = 0
      return literal.map { piece in
        guard piece.isInterpolated else { return piece.text }
        if let name = piece.text.split(separator: ":").dropFirst().first, piece.text.hasPrefix("unescapedSQL")
        {
          return columns(String(name.filter { $0 != " " }), in: file)
        }
        parameters += 1
        return "$\(parameters)"
      }.joined()
    }
  }

  /// `Account.columns` stands in `Account.swift`, `Self.columns` in the file itself.
  private func columns(_ name: String, in file: File) -> String {
    let type = name.split(separator: ".").first.map(String.init) ?? ""
    let text = type == "Self" ? file.text : all.first { $0.name == type + ".swift" }?.text ?? ""
    guard let place = text.firstRange(of: "static let columns: StaticString =")
    else { return "columns_not_found" }
    return SwiftLiterals.read(String(text[place.upperBound...])).first?.first?.text ?? "columns_not_found"
  }
}
