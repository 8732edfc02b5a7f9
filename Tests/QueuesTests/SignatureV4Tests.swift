internal import Core
internal import Signature
internal import Testing

@Suite("Requests are signed as AWS's own client signs them") struct SignatureV4Tests {
  /// Computed by botocore 1.43.11 (`SigV4Auth.add_auth`) for the same request, keys and time; the keys are
  /// those of AWS's documentation.
  @Test(
    "The signatures of botocore",
    arguments: [
      (
        nil, #"{"QueueUrl":"http://127.0.0.1/q"}"#,
        "f073186bab79f960a2c0518cb74da5659c01c5c69b4738d4949ad104ae530f07"
      ),
      (nil, "", "8d5513570c31074f85c11f03ad74ba747f9a8accfe8a60734bf296539b8ae282"),
      (
        "session/token+==", #"{"QueueUrl":"http://127.0.0.1/q"}"#,
        "31b8e1fb8efe7c7d14c49a49237be307f2f9fdc9882f82e79b5731226461b67b"
      ),
      ("session/token+==", "", "15c4f6ce325b33558934b4d75a3705db4a68a3757f45a0e6b75b6ace1d8a28f2"),
    ] as [(String?, String, String)])
  func signature(_ sessionToken: String?, _ body: String, _ signature: String) throws {
    let credentials = SignatureV4.Credentials(
      accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      sessionToken: sessionToken)
    let signed = SignatureV4(credentials, region: "eu-central-1", service: "sqs").sign(
      headers: [
        ("content-type", "application/x-amz-json-1.0"), ("host", "sqs.eu-central-1.amazonaws.com"),
        ("x-amz-target", "AmazonSQS.SendMessageBatch"),
      ], body: Array(body.utf8), at: try #require(Instant("2026-11-21T09:30:00.75Z")))
    let names =
      "content-type;host;x-amz-date;" + (sessionToken == nil ? "" : "x-amz-security-token;") + "x-amz-target"
    #expect(signed.first { $0.name == "x-amz-date" }?.value == "20261121T093000Z")
    #expect(signed.first { $0.name == "x-amz-security-token" }?.value == sessionToken)
    #expect(
      signed.last?.value
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-central-1/sqs/aws4_request, SignedHeaders=\(names), "
        + "Signature=\(signature)")
  }
}
