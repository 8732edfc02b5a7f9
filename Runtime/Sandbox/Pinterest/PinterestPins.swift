internal import Core
internal import HTTPServer
internal import NIOCore

/// A pin.
struct PinterestPin {
  let id: String
  let ownerID: String
  let boardID: String
  let title: String
  let description: String
  let link: String?
  let altText: String?
  let isVideo: Bool
  let createdAt: Instant
  /// From when on it is found by reads.
  let visibleAt: Instant
}

/// All pins, each board's in the order of their publication.
struct PinterestPins {
  private var pins: [String: PinterestPin] = [:]
  private var idsByBoard: [String: [String]] = [:]

  mutating func insert(_ pin: PinterestPin) {
    pins[pin.id] = pin
    idsByBoard[pin.boardID, default: []].append(pin.id)
  }

  mutating func remove(_ id: String) { pins[id] = nil }

  func find(_ id: String) -> PinterestPin? { pins[id] }

  /// The newest first.
  func list(_ boardID: String) -> [PinterestPin] {
    (idsByBoard[boardID] ?? []).reversed().compactMap { pins[$0] }
  }
}

/// Pins: made, read, deleted.
extension Pinterest {
  private static let largestImage = 20 << 20

  func createPin(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let account = try caller(call, "pins:write")
    guard let body = call.json, let source = body["media_source"] else {
      throw .pinterest(400, 1, "Invalid request: 'media_source' is a required property")
    }
    guard let boardID = body["board_id"]?.string, boardID.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else {
      throw .pinterest(400, 1, "Invalid request: 'board_id' does not match '^\\d+$'")
    }
    _ = try board(boardID, of: account)
    for (name, rule) in Self.textRules {
      guard rule.objection(to: body[name]?.string ?? "") == nil else {
        throw .pinterest(400, 1, "Invalid request: '\(name)' is too long")
      }
    }
    guard body["board_section_id"]?.string == nil else {
      throw .pinterest(404, 2031, "Board section not found.")
    }
    let (kind, urls) = try checkedSource(source, account)
    // What is on this machine is looked at; of the rest only the address is known.
    let calls = OutboundCalls(eventLoop: world.eventLoop)
    guard let fetch = urls.lazy.compactMap({ calls.fetch($0) }).first else {
      return .now(keep(body, kind, urls, account, boardID))
    }
    let answer = world.eventLoop.makePromise(of: HTTPReply.self)
    fetch.assumeIsolated().whenComplete { result in
      guard case .success(let fetched) = result, fetched.status == 200 else {
        let message = "Sorry! Unable to reach the URL. Please check your URL and try again."
        return answer.succeed(Refusal.pinterest(400, 1, message).reply)
      }
      guard fetched.body.count <= Self.largestImage, ImageFormat(of: fetched.body) != nil,
        MediaRule.pinterest.objection(to: fetched.body) == nil
      else {
        return answer.succeed(Refusal.pinterest(400, 1, "Invalid request: the image is not usable").reply)
      }
      answer.succeed(self.keep(body, kind, urls, account, boardID))
    }
    return .later(answer.futureResult)
  }

  /// The kind of pin, and its addresses. A video comes by its media id, with a cover.
  private func checkedSource(_ source: JSON, _ account: PinterestAccount) throws(Refusal) -> (
    String, [String]
  ) {
    switch source["source_type"]?.string {
    case "image_url":
      guard let url = source["url"]?.string, url.hasPrefix("http") else {
        throw .pinterest(400, 1, "Invalid request: 'url' is a required property")
      }
      return ("pin", [url])
    case "multiple_image_urls":
      let urls = (source["items"]?.array ?? []).compactMap { $0["url"]?.string }
      guard (2...5).contains(urls.count) else {
        throw .pinterest(400, 1, "Invalid request: 'items' must have 2 to 5 items")
      }
      return ("carousel", urls)
    case "image_base64":
      guard let data = source["data"]?.string.flatMap({ Base64.decode($0) }), ImageFormat(of: data) != nil
      else {
        throw .pinterest(400, 1, "Invalid request: 'data' is no image")
      }
      return ("pin", ["uploaded"])
    case "video_id":
      guard let id = source["media_id"]?.string, let upload = media[id], upload.ownerID == account.id,
        upload.status(at: world.now, world.settings.processingTime) == "succeeded"
      else { throw .pinterest(400, 1, "Invalid request: the media is not ready") }
      let covers = ["cover_image_url", "cover_image_key_frame_time", "cover_image_data"]
      guard covers.contains(where: { source[$0] != nil }) else {
        throw .pinterest(400, 1, "Invalid request: a cover image is required for a video Pin")
      }
      return ("video", ["media \(id)"])
    default: throw .pinterest(400, 1, "Invalid request: 'source_type' is not one of the known types")
    }
  }

  private func keep(
    _ body: JSON, _ kind: String, _ urls: [String], _ account: PinterestAccount, _ boardID: String
  )
    -> HTTPReply
  {
    let text = body["description"]?.string ?? ""
    let publication = Publication(
      platform: name, accountID: account.id, id: makeID(), kind: kind, text: text, media: urls,
      source: boardID, publishedAt: world.now)
    let pin = PinterestPin(
      id: publication.id, ownerID: account.id, boardID: boardID, title: body["title"]?.string ?? "",
      description: text, link: body["link"]?.string, altText: body["alt_text"]?.string,
      isVideo: kind == "video",
      createdAt: world.now, visibleAt: world.visibleFromNow)
    world.remember(name, "pin", pin.record)
    world.ledger.record(publication)
    pins.insert(pin)
    return .json(201, render(pin))
  }

  func listPins(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let account = try caller(call, "pins:read")
    let board = try board(path[0], of: account)
    guard let size = Int(call.query("page_size") ?? "25"), (1...250).contains(size) else {
      throw .pinterest(400, 1, "Invalid request: page_size")
    }
    let start =
      call.query("bookmark").flatMap { Base64.urlDecode($0) }
      .flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    let all = pins.list(board.id).filter { $0.visibleAt <= world.now }
    let page = all.dropFirst(start).prefix(size)
    let end = start + page.count
    return .json([
      "items": .array(page.map(render)),
      "bookmark": end < all.count ? .string(Base64.urlEncode(Array(String(end).utf8))) : .null,
    ])
  }

  func showPin(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    .json(render(try ownPin(path[0], try caller(call, "pins:read"))))
  }

  func deletePin(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let pin = try ownPin(path[0], try caller(call, "pins:write"))
    pins.remove(pin.id)
    world.remember(name, "deleted", ["id": .string(pin.id)])
    return .now(HTTPReply(status: 204, headers: [], body: []))
  }

  private func ownPin(_ id: String, _ account: PinterestAccount) throws(Refusal) -> PinterestPin {
    guard let pin = pins.find(id), pin.visibleAt <= world.now else {
      throw .pinterest(404, 50, "Pin not found.")
    }
    guard pin.ownerID == account.id else {
      throw .pinterest(403, 7, "Not authorized to access board or Pin.")
    }
    return pin
  }

  /// Times have no offset.
  private func render(_ pin: PinterestPin) -> JSON {
    [
      "id": .string(pin.id),
      "created_at": .string(String(Instant(seconds: pin.createdAt.seconds).description.dropLast())),
      "link": JSON(pin.link), "title": .string(pin.title), "description": .string(pin.description),
      "alt_text": JSON(pin.altText), "board_id": .string(pin.boardID), "board_section_id": .null,
      "board_owner": ["username": JSON(boards[pin.boardID]?.owner)], "is_owner": true,
      "media": ["media_type": pin.isVideo ? "video" : "image"],
      "creative_type": pin.isVideo ? "VIDEO" : "REGULAR",
      "dominant_color": "#808080", "parent_pin_id": .null, "pin_metrics": .null,
    ]
  }

  func restore(_ record: JSON) {
    switch record["record"]?.string {
    case "tokens":
      guard let access = record["access"]?.string, let refresh = record["refresh"]?.string,
        let username = record["username"]?.string, let issued = record["issued"]?.integer
      else { return }
      tokens.insert(
        access, refresh, username, (record["scopes"]?.string ?? "").split(separator: ",").map(String.init),
        at: Instant(microseconds: issued))
      keepBoards(of: username)
    case "used": tokens.forget(refresh: record["refresh"]?.string ?? "")
    case "revoked": tokens.revoke(record["token"]?.string ?? "")
    case "media":
      guard let upload = PinterestMedia(record) else { return }
      media[upload.id] = upload
    case "pin":
      guard let pin = PinterestPin(record) else { return }
      pins.insert(pin)
    case "deleted": pins.remove(record["id"]?.string ?? "")
    default: break
    }
  }

  /// Its record tells more.
  func restore(_ publication: Publication) {}
}

extension PinterestPin {
  /// As `init(_:)` reads it.
  fileprivate var record: JSONObject {
    [
      "id": .string(id), "owner": .string(ownerID), "board": .string(boardID), "title": .string(title),
      "description": .string(description), "link": JSON(link), "alt": JSON(altText), "video": .bool(isVideo),
      "created": .integer(createdAt.microseconds),
    ]
  }

  fileprivate init?(_ record: JSON) {
    guard let id = record["id"]?.string, let ownerID = record["owner"]?.string,
      let boardID = record["board"]?.string, let created = record["created"]?.integer
    else { return nil }
    self.init(
      id: id, ownerID: ownerID, boardID: boardID, title: record["title"]?.string ?? "",
      description: record["description"]?.string ?? "", link: record["link"]?.string,
      altText: record["alt"]?.string, isVideo: record["video"]?.bool ?? false,
      createdAt: Instant(microseconds: created), visibleAt: Instant(microseconds: created))
  }
}
