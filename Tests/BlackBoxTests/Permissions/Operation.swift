internal import Core
internal import Harness
internal import Identity

/// A route of the API description, with who may use it as the function's source says.
struct Operation {
  let id: String
  let method: String
  let path: String
  let access: Access
  /// What it brings about, as the API description says; nil when that says nothing.
  let acts: [String]?
  /// What the API description says of it.
  let description: String
  /// Of its function.
  let source: String

  enum Access: Equatable {
    case anyone
    /// Whoever is logged in.
    case person
    /// The same, or a key that may read.
    case reader
    case member(Permission)
  }

  /// Every operation of the features' `openapi.yaml` files, in their order.
  static func all() throws -> [Operation] {
    let sources = try sources()
    var (path, method) = ("", "")
    var operations: [Operation] = []
    let routes = try FeatureFiles.read("openapi.yaml")
      .map { $0.text.split(separator: "\ncomponents:\n").first ?? "" }.joined(separator: "\n")
    // What follows an id, up to the next one, is of that operation, but for the path and the method of the next.
    let parts = routes.split(separator: "operationId: ", omittingEmptySubsequences: false)
    for (before, part) in zip(parts, parts.dropFirst()) {
      for line in before.split(separator: "\n") {
        let word = line.split(separator: " ").first?.filter { $0 != ":" } ?? ""
        if line.hasPrefix("  /") { path = word }
        if line.hasPrefix("    "), !line.hasPrefix("     ") { method = word.uppercased() }
      }
      let id = String(part.prefix { $0 != "\n" })
      guard let source = sources[String(id.prefix { $0 != "." })] else {
        throw Timeout(description: "\(id) is no function")
      }
      operations.append(
        Operation(
          id: id, method: method, path: path, access: try access(in: source), acts: acts(in: part),
          description: String(part), source: source))
    }
    return operations
  }

  private static func acts(in part: Substring) -> [String]? {
    guard let line = part.split(separator: "\n").first(where: { $0.hasPrefix("      x-acts: [") }) else {
      return nil
    }
    let list = line.dropFirst("      x-acts: [".count).prefix { $0 != "]" }
    return list.split(separator: ",").map { String($0.filter { $0 != " " }) }
  }

  private static func sources() throws -> [String: String] {
    var sources: [String: String] = [:]
    for (name, feature) in try FeatureFiles.functions() {
      sources[name] = try TextFile.read("Functions/\(feature)/\(name)/\(name).swift")
    }
    return sources
  }

  private static func access(in source: String) throws -> Access {
    if let clause = source.split(separator: "context.member(request, may: .").dropFirst().first {
      let name = clause.prefix { $0 != ")" }
      guard let permission = Permission.allCases.first(where: { String(describing: $0) == name }) else {
        throw Timeout(description: "\(name) is no permission")
      }
      return .member(permission)
    }
    if source.contains("context.reader(request)") { return .reader }
    let ofPersons = [
      "context.person(request)", "context.credentials(request)", "context.organizations(request)",
      "context.secondFactors(request)",
    ]
    return ofPersons.contains { source.contains($0) } ? .person : .anyone
  }
}
