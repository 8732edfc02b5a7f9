/// What a template does not say itself: where it is deployed.
package struct TemplateSurroundings: Sendable {
  package let region: String
  package let accountID: String
  package let stackName: String
  /// What queue URLs begin with, without a slash at the end: `http://127.0.0.1:9324`.
  package let queueBaseURL: String

  package init(
    region: String = "local", accountID: String = "000000000000", stackName: String = "clientnest",
    queueBaseURL: String
  ) {
    self.region = region
    self.accountID = accountID
    self.stackName = stackName
    self.queueBaseURL = queueBaseURL
  }

  /// The value of `AWS::…`; nil for a name that is none. `AWS::NoValue` is the resolver's matter.
  func pseudoParameter(_ name: String) -> String? {
    switch name {
    case "AWS::Region": region
    case "AWS::AccountId": accountID
    case "AWS::StackName": stackName
    case "AWS::StackId": "arn:aws:cloudformation:\(region):\(accountID):stack/\(stackName)/local"
    case "AWS::Partition": "aws"
    case "AWS::URLSuffix": "amazonaws.com"
    default: nil
    }
  }

  func queueURL(_ name: String) -> String { "\(queueBaseURL)/\(accountID)/\(name)" }
  func queueARN(_ name: String) -> String { "arn:aws:sqs:\(region):\(accountID):\(name)" }
  func functionARN(_ name: String) -> String { "arn:aws:lambda:\(region):\(accountID):function:\(name)" }
}
