internal import Core
internal import Glibc

/// Metrics that a function writes into its log in CloudWatch's embedded metric format
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html),
/// kept as sums and counts. Lives on the event loop.
struct EmbeddedMetrics {
  private struct Series: Hashable {
    let name: String
    /// In pairs of name and value.
    let labels: [String]
  }

  /// A function that invents dimensions must not fill the host's memory.
  private static let maxSeries = 1000

  private var sums: [Series: (sum: Double, count: Int)] = [:]
  private(set) var dropped = 0

  /// Takes the metrics out of a line, when it has any.
  mutating func read(_ line: [UInt8]) {
    guard line.first == 0x7B, Self.mentionsMetrics(line), let entry = try? JSON(parsing: line),
      let directives = entry["_aws"]?["CloudWatchMetrics"]?.array
    else { return }
    for directive in directives {
      let namespace = directive["Namespace"]?.string ?? ""
      let sets = (directive["Dimensions"]?.array ?? []).map { $0.array?.compactMap(\.string) ?? [] }
      // Each set is a metric of its own on CloudWatch; of a label's absence a query can make the same.
      let dimensions = sets.max { $0.count < $1.count } ?? []
      let labels = dimensions.flatMap { [Self.label($0), entry[$0].map(Self.text) ?? ""] }
      for metric in directive["Metrics"]?.array ?? [] {
        guard let name = metric["Name"]?.string, let value = entry[name] else { continue }
        let numbers = value.array?.compactMap(\.double) ?? value.double.map { [$0] } ?? []
        add(Series(name: Self.metric(namespace, name), labels: labels), numbers)
      }
    }
  }

  func write(_ function: String, to families: inout MetricFamilies) {
    for (series, value) in sums.sorted(by: {
      ($0.key.name, $0.key.labels.joined()) < ($1.key.name, $1.key.labels.joined())
    }) {
      families.declare(series.name, .summary, "Written by functions in the embedded metric format.")
      var labels = [("function", function)]
      for index in stride(from: 0, to: series.labels.count, by: 2) {
        labels.append((series.labels[index], series.labels[index + 1]))
      }
      families.add(series.name, suffix: "_sum", labels, value.sum)
      families.add(series.name, suffix: "_count", labels, value.count)
    }
  }

  private mutating func add(_ series: Series, _ numbers: [Double]) {
    guard sums[series] != nil || sums.count < Self.maxSeries else {
      dropped += numbers.count
      return
    }
    let known = sums[series] ?? (0, 0)
    sums[series] = (known.sum + numbers.reduce(0, +), known.count + numbers.count)
  }

  private static func mentionsMetrics(_ line: [UInt8]) -> Bool {
    let wanted = Array("\"_aws\"".utf8)
    var rest = line[...]
    while let underscore = rest.firstIndex(of: 0x5F) {
      if underscore > 0, line[(underscore - 1)...].starts(with: wanted) { return true }
      rest = rest[(underscore + 1)...]
    }
    return false
  }

  private static func text(_ value: JSON) -> String { value.string ?? value.text }

  /// `Namespace/Part` and `Name` as `namespace_part_name`.
  private static func metric(_ namespace: String, _ name: String) -> String {
    legal(namespace.isEmpty ? name : namespace + "_" + name).lowercased()
  }

  /// `function` says already whose it is; names with two underscores in front are Prometheus's own.
  private static func label(_ name: String) -> String {
    let legal = legal(name)
    return legal == "function" || legal.hasPrefix("__") ? "dimension_" + legal : legal
  }

  private static func legal(_ name: String) -> String {
    let letters = name.utf8.map { byte -> UInt8 in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: byte
      default: 0x5F
      }
    }
    let text = String(decoding: letters, as: UTF8.self)
    return text.utf8.first.map { (0x30...0x39).contains($0) } ?? true ? "_" + text : text
  }
}
