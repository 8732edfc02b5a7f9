internal import Core

/// An error in the form of the Runtime API
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror).
struct ErrorReport: Sendable {
  /// `Function.<Reason>`.
  let type: String
  let message: String

  /// `reason` is letters only, beginning with a capital.
  init(_ reason: StaticString, _ message: String) {
    type = "Function.\(reason)"
    self.message = message
  }

  init(_ error: any Error) {
    type = "Function.\(Self.reason(String(describing: Swift.type(of: error as Any))))"
    message = String(describing: error)
  }

  /// Lambda replaces a type that is not `(Runtime|Function)\.[A-Z][a-zA-Z]+`; names of Swift types may hold digits,
  /// underscores, generic arguments and letters of any script.
  static func reason(_ typeName: String) -> String {
    let letters = typeName.prefix { $0 != "<" && $0 != "(" }.filter { $0.isASCII && $0.isLetter }
    guard let first = letters.first, letters.count > 1 else { return "UnknownError" }
    return first.uppercased() + letters.dropFirst()
  }

  var body: [UInt8] {
    JSON.object(["errorMessage": .string(message), "errorType": .string(type), "stackTrace": []]).encoded()
  }

  /// The header fields that go with the body. `traced` adds what X-Ray shows as the cause of the fault.
  func headers(traced: Bool) -> String {
    var headers = "Content-Type: application/vnd.aws.lambda.error+json\r\n"
    headers += "Lambda-Runtime-Function-Error-Type: \(type)\r\n"
    if traced, let cause { headers += "Lambda-Runtime-Function-XRay-Error-Cause: \(cause)\r\n" }
    return headers
  }

  /// Nil when it does not fit a header field: longer than some KiB, or with letters that are not ASCII.
  private var cause: String? {
    let exception: JSON = ["type": .string(type), "message": .string(message), "stack": []]
    let cause = JSON.object([
      "working_directory": "/var/task", "paths": [], "exceptions": .array([exception]),
    ]).encoded()
    guard cause.count <= 4096, cause.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    return String(decoding: cause, as: UTF8.self)
  }
}

/// The environment is lost: the process ends with this reason.
struct RuntimeFailure: Error {
  let reason: String
}
