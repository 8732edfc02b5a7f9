internal import Core
internal import HTTPClient

/// A message to one person.
package struct MailMessage: Sendable, Equatable {
  package let recipient: String
  package let subject: String
  /// Plain text.
  package let text: String

  package init(to recipient: String, subject: String, text: String) {
    self.recipient = recipient
    // A subject is one line (RFC 5322 2.2). Here, so that nobody who writes one has to think of what people put into it.
    self.subject = subject.oneLine(upTo: 250)
    self.text = text
  }
}

/// Sends mail by SendGrid's Web API, version 3
/// (https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send).
package struct Mailer {
  private let url: String
  private let key: String
  private let sender: String
  private let client = HTTPClient()

  /// `simulation` is the address of a simulated outside world; nil for SendGrid itself.
  package init(key: String, sender: String, simulation: String?) {
    url = (simulation.map { "\($0)/api.sendgrid.com" } ?? "https://api.sendgrid.com") + "/v3/mail/send"
    self.key = key
    self.sender = sender
  }

  /// SendGrid has no idempotency key: when its answer is lost and the message is sent again, it arrives twice.
  package func send(_ message: MailMessage) throws(MailError) {
    let body: JSON = [
      "personalizations": [["to": [["email": .string(message.recipient)]]]],
      "from": ["email": .string(sender), "name": "ClientNest"], "subject": .string(message.subject),
      "content": [["type": "text/plain", "value": .string(message.text)]],
    ]
    let request = OutboundRequest(
      "POST", url, headers: [("authorization", "Bearer \(key)"), ("content-type", "application/json")],
      body: body.encoded(), isMutating: true)
    let response: InboundResponse
    do {
      response = try client.send(request)
    } catch {
      throw MailError(isLasting: false, reason: error.reason)
    }
    guard response.status / 100 == 2 else {
      let answer = try? JSON(parsing: response.body)
      let reason = answer?["errors"]?[0]?["message"]?.string ?? "status \(response.status)"
      throw MailError(isLasting: response.status == 400 || response.status == 413, reason: reason)
    }
  }
}

/// Why a message was not taken.
package struct MailError: Error, Sendable {
  /// Whether it would be refused again: the message itself is wrong.
  package let isLasting: Bool
  package let reason: String
}
