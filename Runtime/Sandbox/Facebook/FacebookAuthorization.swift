internal import Core
internal import HTTPServer

/// Facebook Login: the consent page, tokens, permissions, pages.
extension Facebook {
  /// GET shows the consent page, POST is its form coming back.
  func authorize(_ call: Call) -> Answer {
    guard call.query("client_id") == application.id else { return refusePage("Invalid App ID") }
    guard let redirectURI = call.query("redirect_uri"), ConsentPage.isAcceptable(redirectURI: redirectURI),
      call.query("response_type") ?? "code" == "code"
    else { return refusePage("URL blocked: the redirect URI is not white-listed in the app's settings.") }
    let scopes = (call.query("scope") ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    let optional = scopes
    let state = call.query("state").map { [("state", $0)] } ?? []
    guard call.method == "POST" else {
      return .now(
        ConsentPage.show(platform: "Facebook", scopes: scopes, optional: optional, address: call.address))
    }
    switch ConsentPage.decision(of: call) {
    case .missing:
      return .now(
        ConsentPage.show(platform: "Facebook", scopes: scopes, optional: optional, address: call.address))
    case .denied:
      let reason = [
        ("error", "access_denied"), ("error_code", "200"), ("error_reason", "user_denied"),
        ("error_description", "Permissions error"),
      ]
      return .now(ConsentPage.leave(for: redirectURI, with: reason + state))
    case .approved(let username):
      let scopes = ConsentPage.granted(call, of: scopes, optional: optional)
      let code = codes.issue(
        Consent(
          username: username, clientID: application.id, redirectURI: redirectURI, scopes: scopes,
          givenAt: world.now))
      return .now(ConsentPage.leave(for: redirectURI, with: [("code", code)] + state))
    }
  }

  /// A code for a short-lived token, or a token for a long-lived one.
  func giveToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    guard parameters["client_id"] == application.id else {
      throw .graph(
        GraphError(code: 101, message: "Error validating application. Cannot get application info."))
    }
    guard parameters["client_secret"] == application.secret else {
      throw .graph(GraphError(code: 1, message: "Error validating client secret."))
    }
    if parameters["grant_type"] == "fb_exchange_token" {
      guard let token = tokens.find(parameters["fb_exchange_token"]), token.page == nil else {
        throw .missingToken
      }
      if let end = token.expiresAt, end <= world.now { throw .expiredToken(at: end) }
      return give(token.username, token.scopes, isLongLived: true)
    }
    guard let code = parameters["code"], let consent = codes.redeem(code, at: world.now) else {
      throw .graph(
        GraphError(code: 100, subcode: 36_009, message: "This authorization code has been used."))
    }
    guard parameters["redirect_uri"] == consent.redirectURI else {
      throw .graph(
        GraphError(
          code: 100, subcode: 36_008,
          message: "Error validating verification code. Please make sure your redirect_uri is identical to "
            + "the one you used in the OAuth dialog request"))
    }
    return give(consent.username, consent.scopes, isLongLived: false)
  }

  private func give(_ username: String, _ scopes: [String], isLongLived: Bool) -> Answer {
    let text = issue(username, scopes, isLongLived: isLongLived, page: nil)
    let life = isLongLived ? FacebookTokens.longLifetime : FacebookTokens.shortLifetime
    return .json([
      "access_token": .string(text), "token_type": "bearer", "expires_in": .integer(life.components.seconds),
    ])
  }

  private func issue(_ username: String, _ scopes: [String], isLongLived: Bool, page: FacebookPage?) -> String
  {
    let text = tokens.issue(username, scopes, isLongLived: isLongLived, page: page, at: world.now)
    world.remember(name, "token", tokens.record(text))
    return text
  }

  func listPermissions(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let scopes = try validToken(GraphParameters(call)).scopes
    return .json([
      "data": .array(scopes.map { ["permission": .string($0), "status": "granted"] })
    ])
  }

  /// The pages with a token each; the token lives as long as the person's that it was asked with.
  func listPages(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let token = try validToken(GraphParameters(call))
    guard token.page == nil else { throw .noSuchObject("get", "me/accounts") }
    guard token.scopes.contains("pages_show_list") else { return .json(["data": []]) }
    let limit = Int(call.query("limit") ?? "25") ?? 25
    let start =
      call.query("after").flatMap { Base64.urlDecode($0) }
      .flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    let pages = FacebookPage.pages(of: token.username)
    let shown = pages.dropFirst(start).prefix(max(1, limit))
    let data = shown.map { page -> JSON in
      [
        "id": .string(page.id), "name": .string(page.name), "username": .string(page.name),
        "tasks": ["ANALYZE", "ADVERTISE", "MESSAGING", "MODERATE", "CREATE_CONTENT", "MANAGE"],
        "access_token": .string(
          issue(token.username, token.scopes, isLongLived: token.isLongLived, page: page)),
      ]
    }
    guard !data.isEmpty else { return .json(["data": []]) }
    let after = Base64.urlEncode(Array(String(start + data.count).utf8))
    var paging: JSONObject = ["cursors": ["before": "QVFI", "after": .string(after)]]
    if start + data.count < pages.count {
      paging["next"] = .string("https://graph.facebook.com/me/accounts?after=\(after)")
    }
    return .json(["data": .array(data), "paging": .object(paging)])
  }

  func inspectToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let parameters = GraphParameters(call)
    guard parameters.accessToken == "\(application.id)|\(application.secret)" else { throw .missingToken }
    guard let token = tokens.find(parameters["input_token"]) else {
      return .json([
        "data": ["is_valid": false, "error": ["code": 190, "message": "Invalid OAuth access token"]]
      ])
    }
    let isValid = token.expiresAt.map { $0 > world.now } ?? true
    return .json([
      "data": [
        "app_id": .string(application.id), "type": token.page == nil ? "USER" : "PAGE",
        "is_valid": .bool(isValid), "expires_at": .integer(token.expiresAt?.seconds ?? 0),
        "scopes": .array(token.scopes.map { .string($0) }), "user_id": .string(token.userID),
      ]
    ])
  }

  func revokePermissions(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let token = try validToken(GraphParameters(call))
    guard ["me", token.userID].contains(path[0]) else { throw .noSuchObject("delete", path[0]) }
    tokens.revoke(token.username)
    world.remember(name, "revoked", ["username": .string(token.username)])
    return .json(["success": true])
  }

  private func refusePage(_ reason: String) -> Answer {
    .now(ConsentPage.refuse(platform: "Facebook", reason: reason))
  }
}
