internal import Core
internal import Yams

/// Reads YAML as CloudFormation does: its short intrinsic forms (`!Ref x`) become the long ones.
enum YAMLDocument {
  static func parse(_ text: String) throws(TemplateError) -> JSON {
    do {
      // Without Yams's own rules: they are regular expressions, which cost more memory than all the rest.
      guard let root = try Yams.compose(yaml: text, .basic) else {
        throw TemplateError(problems: ["the template is empty"])
      }
      return value(of: root)
    } catch {
      throw (error as? TemplateError) ?? TemplateError(problems: ["the template is not YAML: \(error)"])
    }
  }

  private static func value(of node: Node) -> JSON {
    switch node {
    case .scalar(let scalar):
      tagged(scalar.tag.description, scalar.style == .plain ? plain(scalar.string) : .string(scalar.string))
    case .sequence(let sequence):
      tagged(sequence.tag.description, .array(sequence.map { value(of: $0) }))
    case .mapping(let mapping):
      tagged(
        mapping.tag.description,
        .object(JSONObject(mapping.map { (name: $0.key.string ?? "", value: value(of: $0.value)) })))
    case .alias: .null
    }
  }

  /// Numbers stay numbers only when they read back the same: `000000000000` is an account, not zero.
  private static func plain(_ text: String) -> JSON {
    switch text {
    case "true": .bool(true)
    case "false": .bool(false)
    case "", "~", "null": .null
    default:
      if let integer = Int64(text), integer.description == text { .integer(integer) } else { .string(text) }
    }
  }

  private static func tagged(_ tag: String, _ value: JSON) -> JSON {
    // Local tags begin with one `!`; those of YAML itself (`tag:yaml.org,2002:str`) change nothing here.
    guard tag.hasPrefix("!"), tag.count > 1 else { return value }
    let name = String(tag.dropFirst())
    switch name {
    case "Ref", "Condition": return [name: value]
    case "GetAtt":
      let parts = value.string?.split(separator: ".", maxSplits: 1).map { JSON.string(String($0)) }
      return ["Fn::GetAtt": parts.map { .array($0) } ?? value]
    default: return ["Fn::\(name)": value]
    }
  }
}
