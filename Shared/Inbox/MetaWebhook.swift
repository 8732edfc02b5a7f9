internal import Core
internal import Cryptography

/// Meta's webhooks (https://developers.facebook.com/docs/graph-api/webhooks/getting-started).
package struct MetaWebhook: Sendable {
  private let verifyToken: String
  private let keys: [[UInt8]]

  /// `appSecrets` are separated by commas: Facebook and Instagram may be different applications.
  package init(verifyToken: String, appSecrets: String) {
    self.verifyToken = verifyToken
    keys = appSecrets.split(separator: ",").map { Array($0.utf8) }
  }

  /// The answer to the handshake: the challenge, when the token is the one we registered.
  package func challenge(_ query: [(name: String, value: String)]) throws(InboxError) -> String {
    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
    guard value("hub.mode") == "subscribe", let challenge = value("hub.challenge"),
      let token = value("hub.verify_token"), constantTimeEqual(Array(token.utf8), Array(verifyToken.utf8))
    else { throw .wrongVerifyToken }
    return challenge
  }

  /// Throws unless `signature` (`sha256=` and hexadecimal) was made over these very bytes.
  package func verify(_ body: [UInt8], signature: String?) throws(InboxError) {
    guard let signature, signature.hasPrefix("sha256="), let given = Hex.decode(signature.dropFirst(7)),
      keys.contains(where: { constantTimeEqual(given, HMAC.sha256(key: $0, body)) })
    else { throw .wrongSignature }
  }

  /// The comments in a body that was verified. What is none is passed over.
  package static func comments(in body: [UInt8]) throws -> [IncomingComment] {
    let json = try JSON(parsing: body)
    guard json["object"]?.string == "instagram" else { return [] }
    return (json["entry"]?.array ?? []).flatMap { entry -> [IncomingComment] in
      // With Instagram Login the change stands on the entry itself.
      let changes = entry["changes"]?.array ?? [entry]
      return changes.compactMap { change in
        guard change["field"]?.string == "comments", let value = change["value"] else { return nil }
        return IncomingComment(value, account: idText(entry["id"]), at: entry["time"]?.integer)
      }
    }
  }
}

/// A comment as a webhook tells it.
package struct IncomingComment: Sendable, Equatable {
  /// The platform's id of the account whose post it is on.
  let account: String
  let remoteID: String
  let parentID: String?
  let mediaID: String
  let authorID: String?
  let authorName: String?
  let text: String
  let receivedAt: Instant

  /// Nil when a part is missing without which it cannot be placed.
  init?(_ value: JSON, account: String?, at seconds: Int64?) {
    guard let account, let remoteID = idText(value["id"]), let mediaID = idText(value["media"]?["id"])
    else { return nil }
    self.account = account
    self.remoteID = remoteID
    self.mediaID = mediaID
    parentID = idText(value["parent_id"])
    authorID = idText(value["from"]?["id"])
    // PostgreSQL cannot store U+0000.
    authorName = value["from"]?["username"]?.string?.filter { $0 != "\0" }
    text = (value["text"]?.string ?? "").filter { $0 != "\0" }
    receivedAt = seconds.map { Instant(seconds: $0) } ?? .now()
  }
}

/// An id, which some senders write as a number; nil when it is none. Who signs a body may still write anything into it.
private func idText(_ value: JSON?) -> String? {
  guard let text = value?.string ?? value?.integer.map(String.init), (1...64).contains(text.utf8.count),
    text.utf8.allSatisfy({ byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
      default: false
      }
    })
  else { return nil }
  return text
}
