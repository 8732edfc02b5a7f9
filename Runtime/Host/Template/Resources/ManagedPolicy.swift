internal import HostRights

/// AWS's own policies, as far as they speak of services that the host has
/// (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html).
enum ManagedPolicy {
  /// nil for one that is not known; the name without its ARN.
  static func named(_ name: String) -> AccessPolicy? {
    switch name {
    case "AmazonSQSFullAccess": all(["sqs:*"])
    case "AmazonSQSReadOnlyAccess":
      all(["sqs:GetQueueAttributes", "sqs:GetQueueUrl"] + lists.map { "sqs:List\($0)" })
    case "AWSLambdaSQSQueueExecutionRole":
      all(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"])
    case "AmazonS3FullAccess": all(["s3:*"])
    case "AmazonS3ReadOnlyAccess": all(["s3:Get*", "s3:List*", "s3:Describe*"])
    case "AWSLambda_FullAccess": all(["lambda:*"])
    case "AWSLambdaRole": all(["lambda:InvokeFunction"])
    case "AmazonAPIGatewayInvokeFullAccess": all(["execute-api:Invoke", "execute-api:ManageConnections"])
    case "AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "AWSXRayDaemonWriteAccess",
      "AWSXrayWriteOnlyAccess", "CloudWatchLambdaInsightsExecutionRolePolicy":
      AccessPolicy.none
    default: nil
    }
  }

  private static let lists = ["DeadLetterSourceQueues", "Queues", "MessageMoveTasks", "QueueTags"]

  private static func all(_ actions: [String]) -> AccessPolicy { AccessPolicy(allowing: actions, on: ["*"]) }
}
