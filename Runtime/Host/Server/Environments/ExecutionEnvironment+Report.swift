internal import Core
internal import HostTemplate
internal import NIOCore

/// What the host logs of invocations, in the form of Lambda's JSON logs
/// (https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html).
extension ExecutionEnvironment {
  func reportStart(of work: Work) {
    pool.log.write(
      type: "platform.start", function: pool.function.name,
      [
        "environment": JSON(number), "requestId": .string(work.invocation.requestID), "version": "$LATEST",
        "tracing": JSON(work.invocation.traceID),
      ])
  }

  /// The counterpart of Lambda's REPORT line. `initDuration` in milliseconds; only of the first invocation.
  func report(_ work: Work, initDuration: Int64?) {
    let duration = (NIODeadline.now() - work.start).nanoseconds / 1_000_000
    pool.log.write(
      type: "platform.report", function: pool.function.name,
      [
        "environment": JSON(number), "requestId": .string(work.invocation.requestID),
        "durationMs": .integer(duration), "billedDurationMs": .integer(max(1, duration)),
        "initDurationMs": initDuration.map { .integer($0) } ?? .null,
        "memorySizeMB": JSON(pool.function.memory),
        "maxMemoryUsedMB": pid.flatMap(ProcessMemory.peak).map { JSON($0 >> 20) } ?? .null,
      ])
  }
}
