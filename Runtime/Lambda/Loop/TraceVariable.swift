internal import Core

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `_X_AMZN_TRACE_ID`, which tracing libraries read
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html).
///
/// The value is rewritten in place: setenv(3) of glibc never frees one, and every invocation has another.
final class TraceVariable {
  private var assignment: UnsafeMutablePointer<CChar>?
  private var capacity = 0
  private var isSet = false

  /// Sets it for the invocation that begins, or removes it.
  func update(_ traceID: String?) {
    guard let traceID else {
      if isSet { unsetenv(Trace.variable) }
      isSet = false
      return
    }
    let text = "\(Trace.variable)=\(traceID)"
    let needed = text.utf8.count + 1
    if needed > capacity { grow(to: needed) }
    guard let assignment else { return }
    _ = text.withCString { memcpy(assignment, $0, needed) }
    if !isSet { putenv(assignment) }
    isSet = true
  }

  private func grow(to needed: Int) {
    if isSet { unsetenv(Trace.variable) }
    isSet = false
    free(assignment)
    capacity = max(256, needed)
    assignment = malloc(capacity)?.assumingMemoryBound(to: CChar.self)
  }
}
