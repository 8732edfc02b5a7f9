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
}
