/// Notifications of S3.
enum ObjectSamples {
  /// `sam local generate-event s3 put`.
  static let put = #"""
    {"Records": [{"eventVersion": "2.0", "eventSource": "aws:s3", "awsRegion": "us-east-1",
    "eventTime": "1970-01-01T00:00:00.000Z", "eventName": "ObjectCreated:Put", "userIdentity": {
    "principalId": "EXAMPLE"}, "requestParameters": {"sourceIPAddress": "127.0.0.1"}, "responseElements": {
    "x-amz-request-id": "EXAMPLE123456789",
    "x-amz-id-2": "EXAMPLE123/5678abcdefghijklambdaisawesome/mnopqrstuvwxyzABCDEFGH"}, "s3": {
    "s3SchemaVersion": "1.0", "configurationId": "testConfigRule", "bucket": {"name": "example-bucket",
    "ownerIdentity": {"principalId": "EXAMPLE"}, "arn": "arn:aws:s3:::example-bucket"}, "object": {
    "key": "test%2Fkey", "size": 1024, "eTag": "0123456789abcdef0123456789abcdef",
    "sequencer": "0A1B2C3D4E5F678901"}}}]}
    """#

  /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html:
  /// a key with space, plus and letters beyond ASCII.
  static let removed = #"""
    {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-west-2",
    "eventTime": "2026-11-21T10:00:00.250Z", "eventName": "ObjectRemoved:Delete", "userIdentity": {
    "principalId": "AIDAJDPLRKLG7UEXAMPLE"}, "requestParameters": {"sourceIPAddress": "192.0.2.3"},
    "responseElements": {"x-amz-request-id": "C3D13FE58DE4C810"}, "s3": {"s3SchemaVersion": "1.0",
    "configurationId": "testConfigRule", "bucket": {"name": "amzn-s3-demo-bucket", "ownerIdentity": {
    "principalId": "A3NL1KOZZKExample"}, "arn": "arn:aws:s3:::amzn-s3-demo-bucket"}, "object": {
    "key": "photos/happy+face+%2B+caf%C3%A9.jpg", "versionId": "096fKKXTRTtl3on89fVO.nfljtsv6qko",
    "sequencer": "0055AED6DCD90281E5"}}, "glacierEventData": null}]}
    """#

  /// What S3 sends when a notification is configured.
  static let test = #"""
    {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2014-10-13T15:57:02.089Z",
    "Bucket": "amzn-s3-demo-bucket", "RequestId": "5582815E1AEA5ADF",
    "HostId": "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR"}
    """#

  static let all = [put, removed, test]
}
