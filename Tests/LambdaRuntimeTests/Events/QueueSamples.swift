/// Batches of SQS.
enum QueueSamples {
  /// `sam local generate-event sqs receive-message`.
  static let standard = #"""
    {"Records": [{"messageId": "19dd0b57-b21e-4ac1-bd88-01bbb068cb78",
    "receiptHandle": "MessageReceiptHandle", "body": "Hello from SQS!", "attributes": {
    "ApproximateReceiveCount": "1", "SentTimestamp": "1523232000000", "SenderId": "123456789012",
    "ApproximateFirstReceiveTimestamp": "1523232000001"}, "messageAttributes": {},
    "md5OfBody": "7b270e59b47ff90a553787216d55d91d", "eventSource": "aws:sqs",
    "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:MyQueue", "awsRegion": "us-east-1"}]}
    """#

  /// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html, with attributes of every type.
  static let fifo = #"""
    {"Records": [{"messageId": "11d6ee51-4cc7-4302-9e22-7cd8afdaadf5",
    "receiptHandle": "AQEBBX8nesZEXmkhsmZeyIE8iQAMig7qw...", "body": "Test message.", "attributes": {
    "ApproximateReceiveCount": "2", "SentTimestamp": "1573251510774",
    "SequenceNumber": "18849496460467696128", "MessageGroupId": "1", "SenderId": "AIDAIO23YVJENQZJOL4VO",
    "MessageDeduplicationId": "1", "ApproximateFirstReceiveTimestamp": "1573251510774",
    "AWSTraceHeader": "Root=1-5759e988-bd862e3fe1be46a994272793"}, "messageAttributes": {"kind": {
    "stringValue": "note", "stringListValues": [], "binaryListValues": [], "dataType": "String"}, "size": {
    "stringValue": "12345678901234567890", "stringListValues": [], "binaryListValues": [],
    "dataType": "Number.int"}, "blob": {"binaryValue": "AP/+gA==", "stringListValues": [],
    "binaryListValues": [], "dataType": "Binary"}}, "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
    "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:fifo.fifo",
    "awsRegion": "us-east-2"}]}
    """#

  static let all = [standard, fifo]
}
