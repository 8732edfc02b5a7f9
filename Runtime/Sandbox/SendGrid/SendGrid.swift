internal import Core
internal import HTTPServer

/// SendGrid's Mail Send API, version 3. What it is given lies in a mailbox that `GET /mail` reads.
final class SendGrid: Platform {
  let name = "sendgrid"
  let hosts: Set<String> = ["api.sendgrid.com"]
  /// Oldest first; the last thousand.
  private(set) var mailbox: [SentMail] = []
  private static let capacity = 1000

  private let world: World

  init(_ world: World) { self.world = world }

  static let table = RouteTable<SendGrid>(routes: [
    Route("POST", "api.sendgrid.com/v3/mail/send", .publish, send)
  ])

  func operation(of call: Call) -> Operation? { .publish }

  func text(of call: Call) -> String { call.json?["subject"]?.string ?? "" }

  func answer(_ call: Call) throws(Refusal) -> Answer {
    guard let (route, captures) = Self.table.find(call.method, [call.host] + call.path) else {
      throw .sendGrid(404, "Not Found", field: nil)
    }
    return try route.handler(self)(call, captures)
  }

  func refusal(_ status: Int) -> HTTPReply { Refusal.sendGrid(status, "refused by a rule", field: nil).reply }

  func restore(_ record: JSON) {}

  func restore(_ publication: Publication) {}

  private func send(_ call: Call, _ captures: [String]) throws(Refusal) -> Answer {
    guard call.bearerToken?.hasPrefix("SG.") ?? false else {
      throw .sendGrid(401, "The provided authorization grant is invalid, expired, or revoked", field: nil)
    }
    guard let body = call.json else { throw .sendGrid(400, "Bad Request", field: nil) }
    let id = "sandbox-\(UUID.v7())"
    for mail in try SentMail.read(body, id: id, at: world.now) { mailbox.append(mail) }
    mailbox.removeFirst(max(0, mailbox.count - Self.capacity))
    return .now(HTTPReply(status: 202, headers: [("x-message-id", id)], body: []))
  }
}

extension Refusal {
  /// SendGrid's form of an error.
  static func sendGrid(_ status: Int, _ message: String, field: String?) -> Refusal {
    let error: JSON = ["message": .string(message), "field": JSON(field), "help": .null]
    return Refusal(status, ["errors": [error]])
  }
}
