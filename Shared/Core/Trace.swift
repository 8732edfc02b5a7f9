#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The trace that the current invocation belongs to.
package enum Trace {
  /// The variable that the runtime sets for each invocation
  /// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html).
  package static let variable = "_X_AMZN_TRACE_ID"

  /// X-Ray's trace header, as what is called next continues it: in SQS messages it is `AWSTraceHeader`
  /// (https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sqs.html). Nil outside of a trace.
  package static var current: String? {
    guard let value = getenv(variable) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The current trace as other systems continue it, in W3C's `traceparent`
  /// (https://www.w3.org/TR/trace-context/#traceparent-header). Nil outside of a trace, and for one that is not in X-Ray's form
  /// (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader).
  package static var parent: String? { current.flatMap(parent(of:)) }

  /// The same of any of X-Ray's headers.
  package static func parent(of header: String) -> String? {
    var parts: [Substring: Substring] = [:]
    for part in header.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { parts[pair[0]] = pair[1] }
    }
    let root = (parts["Root"] ?? "").split(separator: "-", omittingEmptySubsequences: false)
    guard root.count == 3, root[0] == "1", isHexadecimal(root[1], 8), isHexadecimal(root[2], 24) else {
      return nil
    }
    // The one that began the trace may not have said which part of it is the caller's.
    let span = parts["Parent"].flatMap { isHexadecimal($0, 16) ? $0 : nil } ?? root[2].suffix(16)
    return "00-\(root[1])\(root[2])-\(span)-0\(parts["Sampled"] == "1" ? 1 : 0)"
  }

  private static func isHexadecimal(_ text: Substring, _ count: Int) -> Bool {
    text.utf8.count == count
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
