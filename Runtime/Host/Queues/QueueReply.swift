internal import Core

/// An HTTP answer of the SQS endpoint.
package struct QueueReply: Sendable {
  package let status: Int
  package let headers: [(String, String)]
  package let body: [UInt8]
}

extension QueueReply {
  private static let contentType = ("Content-Type", "application/x-amz-json-1.0")

  static func success(_ result: JSON) -> QueueReply {
    QueueReply(
      status: 200, headers: [contentType, ("x-amzn-RequestId", UUID.v7().description)],
      body: result.encoded())
  }

  /// The error names itself twice: SDKs choose the exception class by `__type` and show the code of the
  /// older query protocol, which comes in a header because the service model is `awsQueryCompatible`.
  static func failure(_ failure: SQSFailure) -> QueueReply {
    let body: JSON = ["__type": .string(failure.type), "message": .string(failure.message)]
    let fault = failure.status < 500 ? "Sender" : "Receiver"
    return QueueReply(
      status: failure.status,
      headers: [
        contentType, ("x-amzn-RequestId", UUID.v7().description),
        ("x-amzn-query-error", "\(failure.queryCode);\(fault)"),
      ],
      body: body.encoded())
  }
}
