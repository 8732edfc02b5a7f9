internal import Core

/// An AWS SAM template as it is written: nothing is resolved yet.
package struct TemplateDocument: Sendable {
  let content: JSON

  package init(parsing text: String) throws(TemplateError) {
    content = try YAMLDocument.parse(text)
  }

  /// The names of its parameters, in its order.
  package var parameterNames: [String] { content["Parameters"]?.object?.members.map(\.name) ?? [] }
}
