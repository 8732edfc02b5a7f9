package import Identity
package import LambdaRuntime

extension Context {
  /// Registers people and logs them in.
  package func registrar() throws -> Registrar {
    let signer = try kept { try TokenSigner(seed: try setting(.tokenSigningKey)) }
    return Registrar(try session(), signer: signer)
  }
}
