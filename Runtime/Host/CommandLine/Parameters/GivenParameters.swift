/// The template parameters that the operator gives: each by its environment variable or by `--set`, which wins.
struct GivenParameters {
  /// By parameter name.
  let values: [String: String]

  /// `settings` are the pairs of `--set`. One that the template does not have is refused: it would be a slip of
  /// the pen without effect.
  init(_ settings: [String: String], for template: TemplateFile) throws {
    let names = template.parameterNames
    let unknown = settings.keys.filter { !names.contains($0) }.sorted()
    guard unknown.isEmpty else {
      throw CommandFailure(
        "--set: the template has no parameter \(unknown.joined(separator: ", "))",
        remedy: "It has \(names.joined(separator: ", ")).", code: .configuration)
    }
    let variables = names.compactMap { name in
      Environment[Environment.variable(for: name)].map { (name, $0) }
    }
    values = Dictionary(variables) { $1 }.merging(settings) { _, set in set }
  }

  subscript(name: String) -> String? { values[name] }

  /// Whether a group was given. Throws when only a part of it was.
  func includes(_ group: ParameterGroup) throws(CommandFailure) -> Bool {
    let missing = group.names.filter { values[$0] == nil }
    if missing.count == group.names.count { return false }
    guard missing.isEmpty else {
      let variables = missing.map(Environment.variable).joined(separator: ", ")
      throw CommandFailure(
        "\(group.title): some are given, but not \(missing.joined(separator: ", "))",
        remedy:
          "Set \(variables) too\(group.reason), or none of the \(group.names.count) \(group.otherwise).",
        code: .configuration)
    }
    return true
  }
}

/// Parameters that are given all or not at all.
struct ParameterGroup {
  let names: [String]
  let title: String
  /// Why a part does not do, as the rest of a sentence.
  let reason: String
  /// What is used when none is given, as the rest of a sentence.
  let otherwise: String

  static let databases = ParameterGroup(
    names: DatabaseRoles.roles.map(\.parameter), title: "database addresses",
    reason: " (one role for all would see every organization)", otherwise: "for a private PostgreSQL")
}
