internal import HostRights

/// SAM's policy templates for the services that the host has
/// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html).
struct PolicyTemplate: Sendable {
  /// What a grant is about, of the queue, function or bucket that the parameter names.
  enum Subject {
    case queue
    /// And every version of it.
    case function
    case bucket
    case objects
  }

  /// The one that it takes.
  let parameter: String
  private let grants: [(actions: [String], subjects: [Subject])]

  func policy(for name: String, in place: TemplateSurroundings) -> AccessPolicy {
    .joining(
      grants.map { actions, subjects in
        AccessPolicy(
          allowing: actions,
          on: subjects.map { subject in
            switch subject {
            case .queue: place.queueARN(name)
            case .function: place.functionARN(name + "*")
            case .bucket: "arn:aws:s3:::\(name)"
            case .objects: "arn:aws:s3:::\(name)/*"
            }
          })
      })
  }

  static let all: [String: PolicyTemplate] = [
    "SQSSendMessagePolicy": queue(["SendMessage*"]),
    "SQSPollerPolicy": queue([
      "ChangeMessageVisibility", "ChangeMessageVisibilityBatch", "DeleteMessage", "DeleteMessageBatch",
      "GetQueueAttributes", "ReceiveMessage",
    ]),
    "LambdaInvokePolicy": PolicyTemplate(
      parameter: "FunctionName", grants: [(["lambda:InvokeFunction"], [.function])]),
    "S3ReadPolicy": bucket(["GetObject", "ListBucket", "GetBucketLocation", "GetObjectVersion"] + lifecycle),
    "S3WritePolicy": bucket(["PutObject", "PutObjectAcl", "PutLifecycleConfiguration"]),
    "S3CrudPolicy": bucket(
      [
        "GetObject", "ListBucket", "GetBucketLocation", "GetObjectVersion", "PutObject", "PutObjectAcl",
        "PutLifecycleConfiguration", "DeleteObject",
      ] + lifecycle),
    "S3FullAccessPolicy": PolicyTemplate(
      parameter: "BucketName",
      grants: [
        (
          s3(
            [
              "GetObject", "GetObjectAcl", "GetObjectVersion", "PutObject", "PutObjectAcl", "DeleteObject",
            ] + ["Get", "Put", "Delete"].flatMap { ["\($0)ObjectTagging", "\($0)ObjectVersionTagging"] }),
          [.objects]
        ), (s3(["ListBucket", "GetBucketLocation", "PutLifecycleConfiguration"] + lifecycle), [.bucket]),
      ]),
  ]

  /// Those for services that the host does not have: they allow nothing here.
  static let ofOtherServices = Set(
    """
    AMIDescribePolicy AWSSecretsManagerGetSecretValuePolicy AWSSecretsManagerRotationPolicy
    AthenaQueryPolicy CloudFormationDescribeStacksPolicy CloudWatchDashboardPolicy CloudWatchDescribeAlarmHistoryPolicy
    CloudWatchPutMetricPolicy CodeCommitCrudPolicy CodeCommitReadPolicy CodePipelineLambdaExecutionPolicy
    CodePipelineReadOnlyPolicy ComprehendBasicAccessPolicy CostExplorerReadOnlyPolicy DynamoDBBackupFullAccessPolicy
    DynamoDBCrudPolicy DynamoDBReadPolicy DynamoDBReconfigurePolicy DynamoDBRestoreFromBackupPolicy
    DynamoDBStreamReadPolicy DynamoDBWritePolicy EC2CopyImagePolicy EC2DescribePolicy EcsRunTaskPolicy
    EFSWriteAccessPolicy EKSDescribePolicy ElasticMapReduceAddJobFlowStepsPolicy ElasticMapReduceCancelStepsPolicy
    ElasticMapReduceModifyInstanceFleetPolicy ElasticMapReduceModifyInstanceGroupsPolicy
    ElasticMapReduceSetTerminationProtectionPolicy ElasticMapReduceTerminateJobFlowsPolicy ElasticsearchHttpPostPolicy
    EventBridgePutEventsPolicy FilterLogEventsPolicy FirehoseCrudPolicy FirehoseWritePolicy KinesisCrudPolicy
    KinesisStreamReadPolicy KMSDecryptPolicy KMSEncryptPolicy MobileAnalyticsWriteOnlyAccessPolicy
    OrganizationsListAccountsPolicy PinpointEndpointAccessPolicy PollyFullAccessPolicy RekognitionDetectOnlyPolicy
    RekognitionFacesManagementPolicy RekognitionFacesPolicy RekognitionLabelsPolicy RekognitionNoDataAccessPolicy
    RekognitionReadPolicy RekognitionWriteOnlyAccessPolicy Route53ChangeResourceRecordSetsPolicy
    SageMakerCreateEndpointConfigPolicy SageMakerCreateEndpointPolicy ServerlessRepoReadWriteAccessPolicy
    SESBulkTemplatedCrudPolicy SESCrudPolicy SESEmailTemplateCrudPolicy SESSendBouncePolicy SNSCrudPolicy
    SNSPublishMessagePolicy SSMParameterReadPolicy SSMParameterWithSlashPrefixReadPolicy StepFunctionsExecutionPolicy
    TextractDetectAnalyzePolicy TextractGetResultPolicy TextractPolicy VPCAccessPolicy
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  private static let lifecycle = ["GetLifecycleConfiguration"]

  private static func s3(_ actions: [String]) -> [String] { actions.map { "s3:\($0)" } }

  private static func queue(_ actions: [String]) -> PolicyTemplate {
    PolicyTemplate(parameter: "QueueName", grants: [(actions.map { "sqs:\($0)" }, [.queue])])
  }

  private static func bucket(_ actions: [String]) -> PolicyTemplate {
    PolicyTemplate(parameter: "BucketName", grants: [(s3(actions), [.bucket, .objects])])
  }
}
