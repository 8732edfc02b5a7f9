package import Core

/// Why a webhook was refused.
package enum InboxError: ProblemConvertible {
  case wrongVerifyToken
  case wrongSignature

  package var problem: Problem {
    switch self {
    case .wrongVerifyToken: Problem(403, "wrong_verify_token", "The verify token is not the one registered.")
    case .wrongSignature: Problem(401, "wrong_signature", "X-Hub-Signature-256 does not belong to this body.")
    }
  }
}
