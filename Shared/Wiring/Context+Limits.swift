internal import Core
internal import Database
internal import LambdaRuntime
internal import Limits

/// Whose requests are counted.
enum Requester {
  case address(String)
  case user(UUID)
  case key(UUID)
  case organization(UUID)
}

extension Context {
  /// What this process knows of how much has been asked.
  var requestLimits: RequestLimits { kept { RequestLimits() } }

  /// Counts the request once against each quota. Throws 429 when one is used up.
  func countRequest(of requesters: Requester...) throws {
    let wanted = try requesters.map { try quota(of: $0) }
    try requestLimits.take(wanted) { uses in try RateLimiter(session()).settle(uses) }
  }

  private func quota(of requester: Requester) throws -> (quota: RequestQuota, subject: String) {
    switch requester {
    case .address(let address):
      (RequestQuota("address", requests: try number(.addressLimit)), NetworkAddress.place(of: address))
    case .user(let id): (RequestQuota("user", requests: try number(.userLimit)), id.description)
    case .key(let id): (RequestQuota("key", requests: try number(.keyLimit)), id.description)
    case .organization(let id):
      (RequestQuota("organization", requests: try number(.organizationLimit)), id.description)
    }
  }
}
