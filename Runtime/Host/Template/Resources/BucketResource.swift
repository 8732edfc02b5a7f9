/// An `AWS::S3::Bucket`, with the functions that are told of its objects.
package struct BucketResource: Sendable {
  /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-corsrule.html
  package struct CrossOriginRule: Sendable {
    package let id: String?
    package let origins: [String]
    package let methods: [String]
    package let headers: [String]
    package let exposedHeaders: [String]
    /// Seconds; nil when the template does not say.
    package let maxAge: Int?
  }

  /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html
  package struct LifecycleRule: Sendable {
    package let prefix: String
    /// Days; nil when objects stay.
    package let expirationDays: Int?
    /// Days; nil when uploads stay.
    package let abortUploadsAfterDays: Int?
  }

  /// An `S3` event of a function, or a `LambdaConfiguration` of the bucket.
  package struct Notification: Sendable {
    package let id: String
    /// `s3:ObjectCreated:*`, …
    package let events: [String]
    package let prefix: String
    package let suffix: String
    /// A logical id.
    package let function: String
  }

  package let name: String
  package let cors: [CrossOriginRule]
  package let lifecycle: [LifecycleRule]
  package let notifications: [Notification]
}
