internal import Core
internal import Cryptography

/// What PostgreSQL keeps of a password, to check it by SCRAM-SHA-256 (RFC 5802, RFC 7677).
///
/// It is computed here, so that the server never sees the password, and always the same, so that it shows whether the
/// server has it already. One round instead of 4096: rounds make guessing slow, and these passwords have 256 random bits,
/// while every connection of every function would compute them.
enum PasswordVerifier {
  private static let rounds = 1

  static func make(_ password: String, of role: String) -> String {
    let secret = Array(password.utf8)
    let salt = Array(HMAC.sha256(key: secret, Array("salt of \(role)".utf8)).prefix(16))
    let salted = HMAC.sha256(key: secret, salt + [0, 0, 0, UInt8(rounds)])
    let storedKey = SHA256.hash(HMAC.sha256(key: salted, Array("Client Key".utf8)))
    let serverKey = HMAC.sha256(key: salted, Array("Server Key".utf8))
    let keys = "\(Base64.encode(storedKey)):\(Base64.encode(serverKey))"
    return "SCRAM-SHA-256$\(rounds):\(Base64.encode(salt))$\(keys)"
  }
}
