internal import Core

/// An AWS SAM template as it is written: nothing is resolved yet.
package struct TemplateDocument: Sendable {
  private(set) var content: JSON

  package init(parsing text: String) throws(TemplateError) {
    content = try YAMLDocument.parse(text)
  }

  /// The names of its parameters, in its order.
  package var parameterNames: [String] { content["Parameters"]?.object?.members.map(\.name) ?? [] }

  /// The folders of its parts, relative to its own. In each is a `template.yaml` with the resources of a feature.
  package var parts: [String] {
    content["Metadata"]?["Parts"]?.array?.compactMap(\.string) ?? []
  }

  /// Adds the resources of a part. It has nothing else: parameters and globals are in one place.
  package mutating func add(_ part: TemplateDocument, from folder: String) throws(TemplateError) {
    guard let added = part.content["Resources"]?.object, part.content.object?.members.count == 1,
      var root = content.object, let own = root["Resources"]?.object
    else { throw TemplateError(problems: ["\(folder): a part has Resources, and nothing else"]) }
    let twice = Set(own.members.map(\.name)).intersection(added.members.map(\.name))
    guard twice.isEmpty else {
      throw TemplateError(problems: twice.sorted().map { "\(folder): \($0) is declared twice" })
    }
    root["Resources"] = .object(JSONObject(own.members + added.members))
    content = .object(root)
  }
}
