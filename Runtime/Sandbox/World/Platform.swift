internal import Core
internal import HTTPServer

/// One simulated platform. Its folder is the only place that knows its name; `Switchboard` lists it.
protocol Platform: AnyObject {
  /// As in the ledger, in fault rules and on the command line.
  var name: String { get }
  /// The real hosts it answers for.
  var hosts: Set<String> { get }

  /// Whether it answers this call; where hosts are shared, not every call to them.
  func answers(_ call: Call) -> Bool

  /// What kind of call this is; nil for pages that people see, which never fail by a rule.
  func operation(of call: Call) -> Operation?

  /// The text this call would publish, for rules that look for a text; empty when there is none.
  func text(of call: Call) -> String

  func answer(_ call: Call) throws(Refusal) -> Answer

  /// The platform's own way to say no with this status.
  func refusal(_ status: Int) -> HTTPReply

  /// The platform's own way to say that a refresh token is no good any more.
  var grantRefusal: HTTPReply { get }

  /// Takes back what was kept with `World.remember` in an earlier run.
  func restore(_ record: JSON)

  /// Takes back what was published in an earlier run.
  func restore(_ publication: Publication)

  /// What it takes of its texts, by their names in its API.
  var texts: [String: TextRule] { get }

  /// Uploads in pieces, for `GET /uploads`: how much of each is stored, how much was sent for it, and what it is.
  var uploadReports: [JSON] { get }

  /// Somebody else comments on what was published here, as the body of `POST /comments` says.
  func receiveComment(_ order: JSON) throws(ControlError) -> Answer
}

extension Platform {
  func answers(_ call: Call) -> Bool { hosts.contains(call.host) }

  var uploadReports: [JSON] { [] }

  /// RFC 6749 §5.2.
  var grantRefusal: HTTPReply {
    Refusal(400, ["error": "invalid_grant", "error_description": "Token has been expired or revoked."]).reply
  }

  var texts: [String: TextRule] { [:] }

  func receiveComment(_ order: JSON) throws(ControlError) -> Answer {
    throw ControlError("platform: comments are not simulated on \(name)")
  }
}

/// What is wrong with a request to the sandbox itself.
struct ControlError: Error {
  let detail: String

  init(_ detail: String) { self.detail = detail }
}
