internal import Core
internal import Cryptography
internal import HostRights
internal import HostSigning
internal import Signature

/// What a form may upload: a document that the owner of the keys has signed
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).
struct PostPolicy {
  private let conditions: [JSON]
  /// Bytes of the file; nil when any size may be.
  let sizes: ClosedRange<Int>?
  let signer: Principal

  /// Checks signature and date, and that the fields of the form meet the conditions.
  init(
    _ fields: [(name: String, value: String)], bucket: String, _ keys: KeyRing, now: Instant
  ) throws(S3Error) {
    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    guard let encoded = field("policy") else { throw .accessDenied }
    signer = try Self.checkSignature(of: encoded, field, keys)
    guard let bytes = Base64.decode(encoded), let document = try? JSON(parsing: bytes),
      let expiration = document["expiration"]?.string.flatMap({ Instant($0) }),
      let conditions = document["conditions"]?.array
    else {
      throw S3Error(
        400, "InvalidPolicyDocument",
        "The content of the form does not meet the conditions specified in the policy document.")
    }
    guard now < expiration else { throw Self.refused("Policy expired.") }
    self.conditions = conditions
    sizes = try Self.sizes(conditions)
    try check(fields + [(name: "bucket", value: bucket)])
  }

  private static func checkSignature(
    of policy: String, _ field: (String) -> String?, _ keys: KeyRing
  ) throws(S3Error) -> Principal {
    let credential = (field("x-amz-credential") ?? "").split(separator: "/", maxSplits: 1).map(String.init)
    guard field("x-amz-algorithm") == SigningKey.algorithm, credential.count == 2,
      let scope = CredentialScope(credential[1]), scope.service == "s3",
      let signature = field("x-amz-signature")
    else {
      throw field("awsaccesskeyid") == nil ? .accessDenied : .invalidRequest(SignatureFailure.mechanismHint)
    }
    guard let key = keys[credential[0]] else {
      throw S3Error(
        403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
    }
    let right = SigningKey(secretKey: key.secret, scope: scope).signature(of: policy)
    guard constantTimeEqual(Array(right.utf8), Array(signature.utf8)) else {
      throw S3Error(
        403, "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing "
          + "method.")
    }
    return key.principal
  }

  private static func sizes(_ conditions: [JSON]) throws(S3Error) -> ClosedRange<Int>? {
    for condition in conditions where condition[0]?.string?.lowercased() == "content-length-range" {
      let bounds = [condition[1], condition[2]].map { bound in
        bound?.integer.map { Int($0) } ?? bound?.string.flatMap { Int($0) }
      }
      guard let lower = bounds[0], let upper = bounds[1], 0 <= lower, lower <= upper else {
        throw S3Error(400, "InvalidPolicyDocument", "Invalid content-length-range.")
      }
      return lower...upper
    }
    return nil
  }

  private func check(_ fields: [(name: String, value: String)]) throws(S3Error) {
    var covered: Set<String> = ["policy", "x-amz-signature", "file", "bucket"]
    for condition in conditions {
      if let members = condition.object?.members {
        for (name, value) in members {
          try require(name.lowercased(), fields, "[\"eq\", \"$\(name)\", \"\(value.string ?? "")\"]") {
            $0 == value.string
          }
          covered.insert(name.lowercased())
        }
      } else if let kind = condition[0]?.string?.lowercased(), kind == "eq" || kind == "starts-with",
        let name = condition[1]?.string, name.hasPrefix("$"), let value = condition[2]?.string
      {
        try require(String(name.dropFirst()).lowercased(), fields, condition.text) {
          kind == "eq" ? $0 == value : $0.startsWithBytes(value)
        }
        covered.insert(name.dropFirst().lowercased())
      }
    }
    for (name, _) in fields where !covered.contains(name) && !name.hasPrefix("x-ignore-") {
      throw Self.refused("Extra input fields: \(name)")
    }
  }

  private func require(
    _ name: String, _ fields: [(name: String, value: String)], _ condition: String, _ holds: (String) -> Bool
  ) throws(S3Error) {
    guard holds(fields.first { $0.name == name }?.value ?? "") else {
      throw Self.refused("Policy Condition failed: \(condition)")
    }
  }

  private static func refused(_ reason: String) -> S3Error {
    S3Error(403, "AccessDenied", "Invalid according to Policy: \(reason)")
  }
}
