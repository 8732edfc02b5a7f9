internal import Inbox
internal import LambdaRuntime
internal import Wiring

/// GET,POST /v1/webhooks/meta
@main struct ReceiveMetaWebhook: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .metaVerifyToken, .metaAppSecrets, .inboxQueueURL]
  static let countsAddresses = false

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let webhook = MetaWebhook(
      verifyToken: try context.setting(.metaVerifyToken), appSecrets: try context.setting(.metaAppSecrets))
    if request.method == "GET" { return .text(try webhook.challenge(request.query)) }
    let body = try request.plainBody()
    try webhook.verify(body, signature: request.header("x-hub-signature-256"))
    let session = try context.session()
    try ReceiptStore(session).insert(body, platform: "instagram")
    context.relay(session)
    return .text("EVENT_RECEIVED")
  }
}
