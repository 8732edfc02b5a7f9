internal import HostTemplate

/// The template as it is written, before its parameters have values.
struct TemplateFile {
  let path: String
  private let document: TemplateDocument

  init(_ path: String) throws {
    guard let text = try LocalFile.read(path) else {
      throw CommandFailure(
        "there is no template at \(path)",
        remedy: "Run in the directory of the bundle, or say where it is with --template.",
        code: .configuration)
    }
    self.path = path
    do {
      document = try TemplateDocument(parsing: String(decoding: text, as: UTF8.self))
    } catch {
      throw Self.unusable(path, error)
    }
  }

  var parameterNames: [String] { document.parameterNames }

  /// Where its relative paths start from.
  var directory: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

  func resolve(parameters: [String: String], surroundings: TemplateSurroundings) throws -> Template {
    do {
      return try Template(document, parameters: parameters, surroundings: surroundings)
    } catch {
      throw Self.unusable(path, error)
    }
  }

  private static func unusable(_ path: String, _ error: TemplateError) -> CommandFailure {
    CommandFailure(
      "\(path) cannot be used:\n  " + error.problems.joined(separator: "\n  "),
      remedy: "Correct the template, or give parameters with --set Name=Value.", code: .configuration)
  }

  /// The executable of a function: a `bootstrap` in its own code directory, else what was built.
  func executable(of function: FunctionResource, binaries: String) -> String {
    if let code = function.codeURI, LocalFile.exists("\(directory)\(code)/bootstrap") {
      return "\(directory)\(code)/bootstrap"
    }
    return "\(binaries)/\(function.logicalID)"
  }
}
