internal import HostTemplate

/// The template of the bundle, with the values of this machine.
struct Bundle {
  let templatePath: String
  let template: Template

  init(templatePath: String, parameters: [String: String], surroundings: TemplateSurroundings) throws {
    guard let text = try LocalFile.read(templatePath) else {
      throw CommandFailure(
        "there is no template at \(templatePath)",
        remedy: "Run in the directory of the bundle, or say where it is with --template.",
        code: .configuration)
    }
    self.templatePath = templatePath
    do {
      template = try Template(
        parsing: String(decoding: text, as: UTF8.self), parameters: parameters,
        surroundings: surroundings)
    } catch {
      throw CommandFailure(
        "\(templatePath) cannot be used:\n  " + error.problems.joined(separator: "\n  "),
        remedy: "Correct the template, or give parameters with --set Name=Value.", code: .configuration)
    }
  }

  /// The executable of a function: what `make package` would ship, else what was built.
  func executable(of function: FunctionResource, binaries: String) -> String {
    let directory = templatePath.lastIndex(of: "/").map { String(templatePath[...$0]) } ?? ""
    if let code = function.codeURI, LocalFile.exists("\(directory)\(code)/bootstrap") {
      return "\(directory)\(code)/bootstrap"
    }
    return "\(binaries)/\(function.logicalID)"
  }
}
