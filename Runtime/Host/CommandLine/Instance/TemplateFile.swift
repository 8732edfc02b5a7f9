internal import Host
internal import HostTemplate

/// The template as it is written, with its parts, before its parameters have values.
struct TemplateFile {
  let path: String
  private let document: TemplateDocument

  init(_ path: String) throws {
    self.path = path
    var document = try Self.document(path)
    for folder in document.parts {
      let part = try Self.document(Self.directory(of: path) + folder + "/template.yaml")
      do {
        try document.add(part, from: folder)
      } catch {
        throw Self.unusable(path, error.problems)
      }
    }
    self.document = document
  }

  private static func document(_ path: String) throws -> TemplateDocument {
    guard let text = try LocalFile.read(path) else {
      throw CommandFailure(
        "there is no template at \(path)",
        remedy: "Run in the directory of the bundle, or say where it is with --template.",
        code: .configuration)
    }
    do {
      return try TemplateDocument(parsing: String(decoding: text, as: UTF8.self))
    } catch {
      throw unusable(path, error.problems)
    }
  }

  var parameterNames: [String] { document.parameterNames }

  /// Where its relative paths start from.
  var directory: String { Self.directory(of: path) }

  private static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  func resolve(parameters: [String: String], surroundings: TemplateSurroundings) throws -> Template {
    do {
      return try Template(document, parameters: parameters, surroundings: surroundings)
    } catch {
      throw Self.unusable(path, error.problems)
    }
  }

  /// What the host would run of it.
  func plan(_ template: Template) throws -> HostPlan {
    do {
      return try HostPlan(template)
    } catch {
      throw Self.unusable(path, error.problems)
    }
  }

  private static func unusable(_ path: String, _ problems: [String]) -> CommandFailure {
    CommandFailure(
      "\(path) cannot be used:\n  " + problems.joined(separator: "\n  "),
      remedy: "Correct the template, or give parameters with --set Name=Value.", code: .configuration)
  }

  /// Where the host finds the functions: beside the template, or among the binaries.
  func configuration(binaries: String) -> HostConfiguration {
    var configuration = HostConfiguration()
    configuration.templateDirectory = LocalFile.absolute(directory)
    configuration.binariesDirectory = LocalFile.absolute(binaries)
    return configuration
  }
}
