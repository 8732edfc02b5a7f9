package import Core

/// What a handler knows of its invocation, and what it may keep for the next one.
package struct Context {
  package let requestID: String
  /// When the function will be stopped.
  package let deadline: Instant
  /// X-Ray's trace header, when the call is traced.
  package let traceID: String?
  package let functionARN: String
  package let log: Log
  private let keptValues: Kept

  init(_ invocation: Invocation, _ kept: Kept) {
    requestID = invocation.requestID
    deadline = invocation.deadline
    traceID = invocation.traceID
    functionARN = invocation.functionARN
    keptValues = kept
    log = Log(requestID: invocation.requestID, traceID: invocation.traceID)
  }

  /// The value of a setting that the function named in `needs`.
  package func setting(_ setting: Setting) throws -> String {
    guard let value = optionalSetting(setting) else { throw MissingSetting(name: setting.name) }
    return value
  }

  package func optionalSetting(_ setting: Setting) -> String? { Environment.value(setting.name) }

  /// A value of the process, made when first asked for: a connection, a decoded key.
  package func kept<Value>(_ make: () throws -> Value) rethrows -> Value { try keptValues.value(make) }
}

/// A setting was read that the function does not name in `needs`.
struct MissingSetting: Error {
  let name: String
}

/// Values that outlive an invocation, one of each type. Only this process's single thread uses them.
final class Kept {
  private var values: [ObjectIdentifier: Any] = [:]

  func value<Value>(_ make: () throws -> Value) rethrows -> Value {
    let key = ObjectIdentifier(Value.self)
    if let value = values[key] as? Value { return value }
    let value = try make()
    values[key] = value
    return value
  }
}
