internal import Accounts
internal import Core
internal import Database
internal import Platforms

/// One delivery as a worker or a check holds it: what is published, as whom, and how far it came.
struct DeliveryTarget {
  let organization: UUID
  let delivery: UUID
  let account: UUID
  let platform: String
  let fence: Int64
  var content: Content
  let identity: RemoteIdentity
  let sealedGrant: [UInt8]
  /// What earlier calls left to resume with.
  var handle: JSONObject

  init(_ row: Row) throws {
    organization = try row.value("organization_id")
    delivery = try row.value("id")
    account = try row.value("account_id")
    platform = try row.value("platform")
    fence = try row.value("fence")
    content = Content(stored: try row.value("content")).applying(variant: try row.value("variant"))
    identity = RemoteIdentity(remoteID: try row.value("identity"), name: try row.value("name"))
    let sealed: Bytes = try row.value("credentials")
    sealedGrant = sealed.bytes
    let stored: JSON? = try row.optional("remote_handle")
    handle = stored?.object ?? [:]
  }

  /// The ids of the steps that are out already.
  var posted: [JSON] { handle["posted"]?.array ?? [] }

  /// This version of the program lacks the platform; one that runs beside it, or after it, may have it. So it is
  /// tried again, as often as anything is.
  var unregistered: PlatformError {
    PlatformError(
      .accessUnavailable, code: "unregistered",
      detail: "\(platform) cannot be reached from here at the moment.")
  }

  /// The account's access, whose tokens are renewed when they are nearly over or refused.
  func access(_ keeper: TokenKeeper, _ connector: any Connector) throws -> Access {
    try keeper.access(sealedGrant, organization: organization, account: account, connector: connector)
  }

  func publication(_ grant: Grant) -> Publication {
    Publication(content: content, identity: identity, grant: grant, handle: handle)
  }
}
