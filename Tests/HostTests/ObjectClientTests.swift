internal import Harness
internal import Testing

@Suite("AWS's own clients work with the object store", .serialized) struct ObjectClientTests {
  private static let template = """
    Resources:
      Media:
        Type: AWS::S3::Bucket
        Properties:
          BucketName: media
          CorsConfiguration:
            CorsRules:
              - {AllowedOrigins: [https://app.example], AllowedMethods: [GET, PUT], AllowedHeaders: [content-type],
                 ExposedHeaders: [ETag], MaxAge: 300}
      Archive: {Type: AWS::S3::Bucket, Properties: {BucketName: archive}}
    """

  private func run(_ script: String, _ arguments: [String]) throws {
    let result = try Python.run("Tests/AWSClients/\(script).py", arguments)
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("\(script): ok"))
  }

  @Test("boto3 does with it what it does with S3") func boto3() throws {
    try RunningHost.with(Self.template) { host in
      try run("s3_boto3", [try host.objectsURL(), "local", host.secretKey])
    }
  }

  @Test("moto passes the same checks, but for the differences that are known and explained")
  func moto() throws {
    let result = try Python.run("Tests/AWSClients/s3_boto3.py", ["moto"])
    #expect(result.status == 0, "\(result.output)")
  }

  @Test("The AWS command line copies, lists, synchronizes and removes") func commandLine() throws {
    try RunningHost.with(Self.template) { host in
      try run("s3_awscli", [try host.objectsURL(), "local", host.secretKey])
    }
  }
}
