package import Accounts
package import LambdaRuntime
package import Platforms

extension Context {
  /// The platforms that we are registered with, in the real or the simulated world.
  package func platforms() throws -> Platforms {
    try kept {
      guard let applications = Applications(try setting(.platformApplications)) else {
        // The value is a secret: it is not named.
        throw InvalidSetting(
          name: Setting.platformApplications.name, value: #"not {"x": {"id": "…", "secret": "…"}, …}"#)
      }
      return Platforms(World(simulation: optionalSetting(.outsideWorldURL)), applications)
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
