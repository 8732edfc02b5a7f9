/// Everything that is wrong with a template or with the parameters given to it, found in one go.
package struct TemplateError: Error, Sendable, CustomStringConvertible {
  /// Each names the resource and the key: "CreatePost: Timeout must be 1 to 900".
  package let problems: [String]

  package var description: String { problems.joined(separator: "\n") }
}
