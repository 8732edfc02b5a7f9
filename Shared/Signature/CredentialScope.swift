/// Where and when a signature holds
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
package struct CredentialScope: Sendable, Equatable {
  /// `20261121`, in UTC.
  package let day: String
  package let region: String
  package let service: String

  package init(day: String, region: String, service: String) {
    self.day = day
    self.region = region
    self.service = service
  }

  /// Reads `20261121/eu-central-1/s3/aws4_request`.
  package init?(_ text: some StringProtocol) {
    let parts = String(text).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, parts[3] == Self.terminator, parts[0].utf8.count == 8 else { return nil }
    self.init(day: parts[0], region: parts[1], service: parts[2])
  }

  static let terminator = "aws4_request"

  package var text: String { "\(day)/\(region)/\(service)/\(Self.terminator)" }
}
