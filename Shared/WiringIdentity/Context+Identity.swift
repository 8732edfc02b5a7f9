internal import Audit
package import Core
internal import Database
package import Identity
package import LambdaRuntime
internal import Mail
internal import Wiring

extension Context {
  package func registrations(_ request: Request) throws -> Registrations {
    Registrations(try session(), from: origin(request))
  }

  /// Logs people in.
  package func registrar(_ request: Request) throws -> Registrar {
    Registrar(try session(), signer: try tokenSigner(), from: origin(request))
  }

  /// Keeps sessions going.
  package func sessions(_ request: Request) throws -> Sessions {
    Sessions(try session(), signer: try tokenSigner(), from: origin(request))
  }

  /// What the sender of the request, whoever they are in their organizations, does with their own account.
  package func credentials(_ request: Request) throws -> Credentials {
    Credentials(try session(), of: try person(request), from: origin(request))
  }

  /// The second factors of the sender of the request.
  package func secondFactors(_ request: Request) throws -> SecondFactors {
    SecondFactors(try session(), of: try person(request), try factorBox(), from: origin(request))
  }

  package func factorBox() throws -> FactorBox {
    try kept { try FactorBox(keys: try setting(.factorKeys)) }
  }

  package func passwordResets(_ request: Request) throws -> PasswordResets {
    PasswordResets(try session(), from: origin(request))
  }

  package func linkDesk(_ request: Request) throws -> LinkDesk {
    LinkDesk(try session(), from: origin(request))
  }

  /// The link that the path names. What we did not make names nothing.
  package func link(_ request: Request) throws -> UUID {
    guard let id = try linkSigner().id(of: request.pathParameter("token") ?? "") else {
      throw IdentityError.wrongLink
    }
    return id
  }

  package func linkMail() throws -> LinkMail {
    let mailer = try kept {
      Mailer(
        key: try setting(.sendGridKey), sender: try setting(.mailSender),
        simulation: optionalSetting(.outsideWorldURL))
    }
    return LinkMail(try session(), try linkSigner(), mailer, publicURL: try setting(.publicURL))
  }

  private func linkSigner() throws -> LinkSigner { try kept { try LinkSigner(keys: try setting(.linkKeys)) } }

  private func tokenSigner() throws -> TokenSigner {
    try kept { try TokenSigner(seed: try setting(.tokenSigningKey)) }
  }
}
