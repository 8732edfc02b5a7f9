internal import Core

/// `RedriveAllowPolicy`: which queues may have a queue as their dead-letter queue
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html).
enum RedriveAllowance: Sendable, Equatable {
  case all
  case none
  /// By ARN, 1 to 10.
  case queues([String])

  /// nil when the text is not such a policy.
  init?(_ text: String) {
    guard let policy = try? JSON(parsing: text), let permission = policy["redrivePermission"]?.string else {
      return nil
    }
    let sources = policy["sourceQueueArns"]?.array
    let arns = (sources ?? []).compactMap(\.string)
    switch permission {
    case "allowAll" where sources == nil: self = .all
    case "denyAll" where sources == nil: self = .none
    case "byQueue" where (1...10).contains(arns.count) && arns.count == sources?.count: self = .queues(arns)
    default: return nil
    }
  }

  func allows(_ arn: String) -> Bool {
    switch self {
    case .all: true
    case .none: false
    case .queues(let arns): arns.contains(arn)
    }
  }

  var text: String {
    let policy: JSON =
      switch self {
      case .all: ["redrivePermission": "allowAll"]
      case .none: ["redrivePermission": "denyAll"]
      case .queues(let arns):
        ["redrivePermission": "byQueue", "sourceQueueArns": .array(arns.map { .string($0) })]
      }
    return policy.text
  }
}
