internal import Cryptography

/// The sandbox's id of the board Menu of an account: eight bytes of a hash as a decimal number.
package func pinterestBoard(of username: String) -> String {
  let number = SHA256.hash(Array("pinterest board:\(username):Menu".utf8)).prefix(8)
    .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  let digits = String(number)
  return "5" + (String(repeating: "0", count: 20 - digits.count) + digits).suffix(17)
}
