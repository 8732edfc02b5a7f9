package import Core
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

  /// The comments in a body that was verified, each read by itself: one that cannot be takes no other with it. What is no
  /// comment is passed over.
  package static func comments(in body: [UInt8]) -> [Result<IncomingComment, UnreadChange>] {
    guard let json = try? JSON(outside: body) else { return [.failure(UnreadChange(.noJSON))] }
    guard json["object"]?.string == "instagram" else { return [] }
    return list(json["entry"]).enumerated().flatMap { place, entry in
      // With Instagram Login the change stands on the entry itself.
      list(entry["changes"] ?? entry).enumerated().compactMap {
        index, change -> Result<IncomingComment, UnreadChange>? in
        guard change["field"]?.string == "comments" else { return nil }
        let value = change["value"] ?? .null
        do throws(UnreadChange.Reason) {
          return .success(try IncomingComment(value, account: idText(entry["id"]), at: entry["time"]))
        } catch {
          return .failure(
            UnreadChange(error, id: idText(value["id"]), at: "/entry/\(place)/changes/\(index)"))
        }
      }
    }
  }

  /// The elements; of what is no list, itself.
  private static func list(_ json: JSON?) -> [JSON] { json.map { $0.array ?? [$0] } ?? [] }
}

/// A change that is set aside: where it stands, and what it is called if that can be told. Its text is not repeated.
package struct UnreadChange: Error, Sendable, Equatable {
  package enum Reason: String, Error {
    case noAccount = "it does not say on whose account"
    case noID = "it has no id"
    case noMedia = "it does not say on what post"
    case notStored = "the database does not take it"
    case noJSON = "the body is no JSON"
  }

  package let place: String?
  package let id: String?
  package let reason: Reason

  init(_ reason: Reason, id: String? = nil, at place: String? = nil) {
    self.place = place
    self.id = id
    self.reason = reason
  }

  package var json: JSONObject {
    ["place": JSON(place), "id": JSON(id), "reason": .string(reason.rawValue)]
  }
}

/// A comment as a webhook tells it.
package struct IncomingComment: Sendable, Equatable {
  /// The platform's id of the account whose post it is on.
  let account: String
  package let remoteID: String
  let parentID: String?
  let mediaID: String
  let authorID: String?
  let authorName: String?
  package let text: String
  package let receivedAt: Instant

  /// Throws when a part is missing without which it cannot be placed. Everything else may be missing or odd.
  init(_ value: JSON, account: String?, at time: JSON?) throws(UnreadChange.Reason) {
    guard let account else { throw .noAccount }
    guard let remoteID = idText(value["id"]) else { throw .noID }
    guard let mediaID = idText(value["media"]?["id"]) else { throw .noMedia }
    self.account = account
    self.remoteID = remoteID
    self.mediaID = mediaID
    parentID = idText(value["parent_id"])
    authorID = idText(value["from"]?["id"])
    authorName = value["from"]?["username"]?.outsideText?.withoutNUL
    text = (value["text"]?.outsideText ?? "").withoutNUL
    receivedAt = time?.number.map { Instant(outside: $0) } ?? time?.string.flatMap { Instant($0) } ?? .now()
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
