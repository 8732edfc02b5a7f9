/// What Pinterest takes of its texts: `maxLength` of its description
/// (https://github.com/pinterest/api-description), which counts characters of JSON.
extension Pinterest {
  static let textRules: KeyValuePairs<String, TextRule> = [
    "title": TextRule(unit: .characters, limit: 100), "description": TextRule(unit: .characters, limit: 800),
    "link": TextRule(unit: .characters, limit: 2048), "alt_text": TextRule(unit: .characters, limit: 500),
  ]

  var texts: [String: TextRule] { Dictionary(uniqueKeysWithValues: Self.textRules.map { ($0, $1) }) }
}
