internal import Core
package import Database
internal import Platforms

/// What a message on the publish queue says: this delivery is due, by this dispatch. Only a hint.
package struct DispatchHint {
  let organization: UUID
  let delivery: UUID
  let dispatchNumber: Int

  /// Nil when the message is none of ours.
  package init?(_ body: String) {
    guard let json = try? JSON(parsing: body), json["v"]?.integer == 1,
      let organization = json["organization_id"]?.string.flatMap({ UUID($0) }),
      let delivery = json["delivery_id"]?.string.flatMap({ UUID($0) }),
      let number = json["dispatch_no"]?.integer
    else { return nil }
    self.organization = organization
    self.delivery = delivery
    dispatchNumber = Int(number)
  }

  /// The tenant comes from our own message, never from a request.
  package var scope: Scope { Scope(organization: organization, user: nil) }
}

/// A delivery that this worker owns until its lease ends.
struct Claim {
  let organization: UUID
  let delivery: UUID
  let account: UUID
  let platform: String
  let fence: Int64
  /// Sends before this claim.
  let attempt: Int
  let maxAttempts: Int
  /// When this claim's turn is: before the due time when it is only to be prepared.
  let notBefore: Instant
  let dueAt: Instant
  let content: Content
  let identity: RemoteIdentity
  let isConnected: Bool
  let sealedGrant: [UInt8]
  /// Whether an earlier send of it had an outcome that nobody knew at the time.
  let wasUnknown: Bool
  var handle: JSONObject

  init(_ row: Row) throws {
    organization = try row.value("organization_id")
    delivery = try row.value("id")
    account = try row.value("account_id")
    platform = try row.value("platform")
    fence = try row.value("fence")
    attempt = try row.value("attempt")
    maxAttempts = try row.value("max_attempts")
    notBefore = try row.value("not_before")
    dueAt = try row.value("due_at")
    content = Content(stored: try row.value("content")).applying(variant: try row.value("variant"))
    identity = RemoteIdentity(remoteID: try row.value("identity"), name: try row.value("name"))
    isConnected = try row.value("account_state") == "connected"
    let sealed: Bytes = try row.value("credentials")
    sealedGrant = sealed.bytes
    wasUnknown = try row.value("was_unknown")
    let stored: JSON? = try row.optional("remote_handle")
    handle = stored?.object ?? [:]
  }

  /// The step this claim begins with: what is out already is not sent again.
  var firstStep: Int { handle["posted"]?.array?.count ?? 0 }

  func publication(_ grant: Grant) -> Publication {
    Publication(content: content, identity: identity, grant: grant, handle: handle)
  }
}
