internal import Core
internal import Cryptography
package import HostRights

/// The access keys of the host: its own, and one for each function, which may do what its entry in the template says.
///
/// The keys of functions are derived from the host's secret, so that they need not be kept, and addresses that were
/// signed with them hold after a restart.
package struct KeyRing: Sendable {
  package struct Key: Sendable {
    package let id: String
    package let secret: String
    package let principal: Principal
  }

  /// The host's own: may do everything.
  package let host: Key
  private let byID: [String: Key]

  /// `functions` by their names.
  package init(
    hostKey id: String, secret: String, functions: [(name: String, policy: AccessPolicy)] = []
  ) {
    host = Key(id: id, secret: secret, principal: .host)
    let keys = functions.map { name, policy in
      let pair = Self.pair(of: name, secret)
      return Key(id: pair.id, secret: pair.secret, principal: .function(name, policy))
    }
    byID = Dictionary((keys + [host]).map { ($0.id, $0) }) { $1 }
  }

  /// The key with that id; nil for an unknown one.
  package subscript(id: String) -> Key? { byID[id] }

  /// The key of a function, whatever it may do.
  package static func pair(of function: String, _ hostSecret: String) -> (id: String, secret: String) {
    func derive(_ label: String) -> [UInt8] {
      HMAC.sha256(key: Array(hostSecret.utf8), Array("clientnest \(label)\n\(function)".utf8))
    }
    let id = "CN" + Hex.encode(Array(derive("access key id").prefix(9))).uppercased()
    return (id, Hex.encode(derive("secret key")))
  }
}
