package import Inbox
package import LambdaRuntime

extension Context {
  package func metaWebhook() throws -> MetaWebhook {
    MetaWebhook(verifyToken: try setting(.metaVerifyToken), appSecrets: try setting(.metaAppSecrets))
  }
}
