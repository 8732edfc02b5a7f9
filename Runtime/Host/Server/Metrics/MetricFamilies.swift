/// Builds a text in the exposition format of Prometheus
/// (https://prometheus.io/docs/instrumenting/exposition_formats/): samples of one name stand together, under its type.
struct MetricFamilies {
  enum Kind: String {
    case counter, gauge, histogram, summary
  }

  private var order: [String] = []
  private var families: [String: String] = [:]

  /// Begins a family; samples of it follow.
  mutating func declare(_ name: String, _ kind: Kind, _ help: String) {
    guard families[name] == nil else { return }
    order.append(name)
    families[name] = "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  /// Adds a sample to a declared family. `suffix` is that of a histogram's or summary's parts.
  mutating func add(_ name: String, suffix: String = "", _ labels: [(String, String)] = [], _ value: Double) {
    let number = value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    families[name]? += "\(name)\(suffix)\(Self.text(labels)) \(number)\n"
  }

  mutating func add(_ name: String, suffix: String = "", _ labels: [(String, String)] = [], _ value: Int) {
    add(name, suffix: suffix, labels, Double(value))
  }

  var text: String { order.compactMap { families[$0] }.joined() }

  private static func text(_ labels: [(String, String)]) -> String {
    guard !labels.isEmpty else { return "" }
    return "{" + labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",") + "}"
  }

  private static func escaped(_ value: String) -> String {
    var result = ""
    for character in value.unicodeScalars {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
