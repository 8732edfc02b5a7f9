internal import Core
internal import HTTPServer

/// The sandbox's own calls: what a test sets and counts.
extension Switchboard {
  func control(_ request: HTTPRequest) -> Answer {
    do throws(ControlError) {
      return try handle(request)
    } catch {
      return .json(400, ["error": .string(error.detail)])
    }
  }

  private func handle(_ request: HTTPRequest) throws(ControlError) -> Answer {
    switch (request.method, request.path) {
    case ("GET", "/"): return .now(.text(200, Self.overview))
    case ("GET", "/health"):
      return .json(["status": "ok", "published": JSON(world.ledger.publications.count)])
    case ("GET", "/ledger"): return .json(try ledgerPage(URLForm.parse(request.query)))
    case ("GET", "/ledger/duplicates"): return .json(world.ledger.duplicates())
    case ("DELETE", "/ledger"):
      world.ledger.clear()
      return .now(HTTPReply(status: 204, headers: [], body: []))
    case ("GET", "/uploads"):
      return .json(["data": .array(platforms.flatMap(\.uploadReports))])
    case ("GET", "/faults"): return .json(world.conditions.json)
    case ("POST", "/faults"):
      try world.conditions.apply(try body(request))
      return .json(world.conditions.json)
    case ("DELETE", "/faults"):
      world.conditions.clear()
      return .now(HTTPReply(status: 204, headers: [], body: []))
    case ("GET", "/mail"):
      let recipient = URLForm.parse(request.query).last { $0.name == "to" }?.value
      let mails = sendGrid.mailbox.filter { recipient == nil || $0.recipient == recipient }
      return .json(["data": .array(mails.map(\.json))])
    case ("POST", "/keys/rotate"): return try rotateKeys(try body(request))
    case ("POST", "/clock"): return try advanceClock(try body(request))
    case ("POST", "/comments"): return try comment(try body(request))
    case ("POST", "/texts"): return try judge(try body(request))
    case ("POST", "/judgement"):
      let objections = MediaRule.all.mapValues { JSON($0.objection(to: request.body)) }
      return .json(.object(JSONObject(objections.map { (name: $0.key, value: $0.value) })))
    case ("GET", let path) where path.hasPrefix("/media/") && path.hasSuffix(".jpg"):
      return .now(
        HTTPReply(status: 200, headers: [("content-type", "image/jpeg")], body: SampleImage.jpeg))
    case ("GET", let path) where path.hasPrefix("/media/") && path.hasSuffix(".mp4"):
      return .now(SampleVideo.reply(to: request))
    default: return .json(404, ["error": "no such call here; GET / tells what there is"])
    }
  }

  private func body(_ request: HTTPRequest) throws(ControlError) -> JSON {
    do throws(JSONError) {
      return try JSON(parsing: request.body)
    } catch {
      throw ControlError("the body: \(error)")
    }
  }

  private func ledgerPage(_ query: [(name: String, value: String)]) throws(ControlError) -> JSON {
    func value(_ name: String) -> String? { query.last { $0.name == name }?.value }
    guard let limit = Int(value("limit") ?? "100"), (1...10_000).contains(limit) else {
      throw ControlError("limit: from 1 to 10000")
    }
    guard let start = Int(value("cursor") ?? "0"), start >= 0 else {
      throw ControlError("cursor: as given in next_cursor")
    }
    let filter = Ledger.Filter(
      platform: value("platform"), accountID: value("account_id"), text: value("text"))
    return world.ledger.list(filter, limit: limit, from: start)
  }

  private func advanceClock(_ order: JSON) throws(ControlError) -> Answer {
    guard let seconds = order["advance_s"]?.integer, (0...315_360_000).contains(seconds) else {
      throw ControlError("advance_s: seconds, up to ten years")
    }
    world.clock.advance(by: .seconds(seconds))
    return .json(["now": .string(world.now.description)])
  }

  private func rotateKeys(_ order: JSON) throws(ControlError) -> Answer {
    guard let issuer = issuers.first(where: { $0.name == order["issuer"]?.string }) else {
      throw ControlError("issuer: one of \(issuers.map(\.name).joined(separator: ", "))")
    }
    return .json(["kid": .string(issuer.rotate())])
  }

  private func comment(_ order: JSON) throws(ControlError) -> Answer {
    guard let platform = platform(named: order["platform"]?.string) else {
      throw ControlError("platform: one of \(platforms.map(\.name).joined(separator: ", "))")
    }
    return try platform.receiveComment(order)
  }

  private func judge(_ order: JSON) throws(ControlError) -> Answer {
    guard let platform = platform(named: order["platform"]?.string),
      let rule = platform.texts[order["member"]?.string ?? ""], let texts = order["texts"]?.array
    else { throw ControlError("platform, member, texts: a member that the platform has, and an array") }
    return .json([
      "limit": JSON(rule.limit), "data": .array(texts.map { rule.judgement(of: $0.string ?? "") }),
    ])
  }

  private static let overview = """
    A simulated outside world. The first part of a path is the real host:
    /api.x.com/2/tweets, /x.com/i/oauth2/authorize, /graph.instagram.com/v26.0/me

    What follows is for the user who runs the sandbox, and for Authorization: Bearer with the OperatorToken of
    parameters.json; media are for all.

    GET    /ledger?platform=&account_id=&text=&limit=&cursor=   what was published, oldest first
    GET    /ledger/duplicates      texts that one account published more than once
    DELETE /ledger
    GET    /uploads                uploads in pieces to X and YouTube: "bytes" announced, "stored", "sent" (repeated ones
                                   too), "content" (their number and FNV-1a sum)
    GET    /faults                 the rules in force, with their hits
    POST   /faults                 {"rules":[{"platform":"x","operation":"publish","fault":"drop_after","rate":0.05}],
                                    "seed":42,"read_lag_ms":150,"allow_duplicates":false}
                                   operation: publish, container, media, token, read, reply, other, *
                                   fault: latency, latency_after (latency_ms), status, status_after (status),
                                          drop_before, drop_after, cut_answer, refused_grant (of token)
                                   optional: times, text_contains
    DELETE /faults
    GET    /mail?to=               what SendGrid was given, oldest first
    POST   /comments               {"platform":"instagram","media_id":"…","text":"…","username":"ana","deliveries":1,
                                    "bad_signature":false,"escape_unicode":true,"parent_id":"…"}
    POST   /texts                  {"platform":"x","member":"text","texts":["…"]}: how long the platform finds them, and
                                   its objection: blank, long, character, tags
    POST   /judgement              the bytes of a file: why each platform would refuse it, null where it takes it
    POST   /keys/rotate            {"issuer":"google"}: it signs with a new key from now on (google, microsoft)
    POST   /clock                  {"advance_s":86400}: tokens, codes and containers grow older
    GET    /media/{any}.jpg        a small JPEG
    GET    /media/{any}.mp4?bytes= something that begins as an MP4 does, of that length (10000), also in parts
    GET    /media/bad/{kind}.jpg   gone, failing, missing, redirected, silent, stalled, large, text, damaged
    GET    /health

    """
}
