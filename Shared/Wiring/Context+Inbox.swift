package import Inbox
package import LambdaRuntime

extension Context {
  package func metaWebhook() throws -> MetaWebhook {
    MetaWebhook(verifyToken: try setting(.metaVerifyToken), appSecret: try setting(.instagramAppSecret))
  }
}
