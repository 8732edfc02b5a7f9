/// What schedules send.
enum ScheduleSamples {
  /// `sam local generate-event cloudwatch scheduled-event`.
  static let rule = #"""
    {"id": "cdc73f9d-aea9-11e3-9d5a-835b769c0d9c", "detail-type": "Scheduled Event", "source": "aws.events",
    "account": "123456789012", "time": "1970-01-01T00:00:00Z", "region": "us-east-1", "resources": [
    "arn:aws:events:us-east-1:123456789012:rule/ExampleRule"], "detail": {}}
    """#

  /// The `Input` of a schedule of EventBridge Scheduler.
  static let input = #"""
    {"task": "sweep", "detail": {"depth": 3}}
    """#

  static let all = [rule, input]
}
