package import Accounts
package import LambdaRuntime
package import Platforms

extension Context {
  /// The platforms, with our keys, in the real or the simulated world.
  package func platforms() throws -> Platforms {
    try kept {
      Platforms(
        World(simulation: optionalSetting(.outsideWorldURL)),
        Platforms.Keys(
          x: (try setting(.xClientID), try setting(.xClientSecret)),
          instagram: (try setting(.instagramAppID), try setting(.instagramAppSecret))))
    }
  }

  /// Opens and seals the tokens of accounts.
  package func grantBox() throws -> GrantBox {
    try kept { try GrantBox(keys: try setting(.accountEncryptionKeys)) }
  }

  package func connections() throws -> Connections {
    try Connections(
      try platforms(), try grantBox(), publicURL: try setting(.publicURL),
      stateKey: try setting(.accountEncryptionKeys))
  }
}
