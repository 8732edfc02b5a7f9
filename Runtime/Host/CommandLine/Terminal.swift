internal import Glibc

/// What the person at the terminal sees.
enum Terminal {
  /// To standard output, at once even when that is a pipe.
  static func line(_ text: String = "") { write(text, to: STDOUT_FILENO) }

  static func error(_ text: String) { write(text, to: STDERR_FILENO) }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array((text + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      // A closed terminal is no reason to stop.
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Columns under their titles, as wide as their widest cell; cells that are numbers to the right.
  static func table(_ titles: [String], _ rows: [[String]]) {
    let widths = titles.indices.map { column in
      ([titles] + rows).map { $0[column].count }.max() ?? 0
    }
    for row in [titles] + rows {
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return Int(cell) != nil || (column > 0 && cell == "-") ? padding + cell : cell + padding
      }
      let text = cells.joined(separator: "  ")
      line(String(text.reversed().drop { $0 == " " }.reversed()))
    }
  }
}
