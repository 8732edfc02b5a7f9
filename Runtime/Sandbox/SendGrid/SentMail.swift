internal import Core

/// A message as one recipient has it.
struct SentMail {
  let id: String
  let recipient: String
  let sender: String
  let subject: String
  let text: String
  let sentAt: Instant

  /// Reads the body of a send, a message for each recipient; refuses what SendGrid refuses.
  static func read(_ body: JSON, id: String, at time: Instant) throws(Refusal) -> [SentMail] {
    guard let sender = body["from"]?["email"]?.string, sender.contains("@") else {
      throw .sendGrid(400, "The from object must be provided for every email send.", field: "from.email")
    }
    guard let groups = body["personalizations"]?.array, (1...1000).contains(groups.count) else {
      throw .sendGrid(400, "The personalizations field is required.", field: "personalizations")
    }
    let parts = body["content"]?.array ?? []
    guard let text = parts.first(where: { $0["type"]?.string == "text/plain" })?["value"]?.string,
      !text.isEmpty
    else {
      throw .sendGrid(
        400, "The content value must be a string at least one character in length.", field: "content")
    }
    var mails: [SentMail] = []
    for group in groups {
      guard let subject = group["subject"]?.string ?? body["subject"]?.string, !subject.isEmpty else {
        throw .sendGrid(400, "The subject is required.", field: "subject")
      }
      for recipient in group["to"]?.array ?? [] {
        guard let address = recipient["email"]?.string, address.contains("@") else {
          throw .sendGrid(400, "Does not contain a valid address.", field: "personalizations.0.to.0.email")
        }
        mails.append(
          SentMail(id: id, recipient: address, sender: sender, subject: subject, text: text, sentAt: time))
      }
    }
    guard !mails.isEmpty else {
      throw .sendGrid(400, "The to array is required.", field: "personalizations.0.to")
    }
    return mails
  }

  var json: JSON {
    [
      "id": .string(id), "to": .string(recipient), "from": .string(sender), "subject": .string(subject),
      "text": .string(text), "sent_at": .string(sentAt.description),
    ]
  }
}
