/// The `Range` of a request (RFC 9110 §14.2). S3 serves one range; several, or nonsense, mean the whole object.
enum ByteRange {
  /// nil for the whole object.
  static func parse(_ text: String, size: Int) throws(S3Error) -> Range<Int>? {
    guard text.hasPrefix("bytes=") else { return nil }
    let parts = text.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let (first, last) = (Int(digits: parts[0]), Int(digits: parts[1]))
    if parts[0].isEmpty, let last {
      guard last > 0, size > 0 else { throw unsatisfiable(text, size) }
      return max(0, size - last)..<size
    }
    guard let first, parts[1].isEmpty || last.map({ $0 >= first }) == true else { return nil }
    guard first < size else { throw unsatisfiable(text, size) }
    // The smaller one first: there is no number behind the greatest.
    return first..<min(last ?? size - 1, size - 1) + 1
  }

  private static func unsatisfiable(_ text: String, _ size: Int) -> S3Error {
    var error = S3Error(
      416, "InvalidRange", "The requested range is not satisfiable",
      details: [("RangeRequested", text), ("ActualObjectSize", String(size))])
    error.headers = [("content-range", "bytes */\(size)")]
    return error
  }
}
