/// Why a request is not taken, as the status of its answer. The connection ends with it: where the next request
/// begins cannot be trusted.
struct Refusal: Error {
  let status: Int

  static let badRequest = Refusal(status: 400)
  /// By a name, or for a page, that the server does not answer; API Gateway's word to unknown domains.
  static let forbidden = Refusal(status: 403)
  static let tooLarge = Refusal(status: 413)
  static let targetTooLong = Refusal(status: 414)
  static let expectationFailed = Refusal(status: 417)
  static let headersTooLarge = Refusal(status: 431)
  static let notImplemented = Refusal(status: 501)
  static let versionNotSupported = Refusal(status: 505)

  var reply: HTTPReply {
    let message =
      switch status {
      case 403: "Forbidden"
      case 413: "Request Entity Too Large"
      case 414: "URI Too Long"
      case 417: "Expectation Failed"
      case 431: "Request Header Fields Too Large"
      case 501: "Not Implemented"
      case 505: "HTTP Version Not Supported"
      default: "Bad Request"
      }
    return .json(status, #"{"message":"\#(message)"}"#)
  }
}
