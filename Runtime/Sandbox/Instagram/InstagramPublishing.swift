internal import Core
internal import HTTPServer
internal import NIOCore

/// Containers and their publication.
extension Instagram {
  private static let publishScope = "instagram_business_content_publish"
  /// Per account in 24 hours. The guide says 100 publications, the reference 50: the stricter one.
  private static let publicationQuota = 50
  private static let containerQuota = 400
  private static let largestImage = 8 << 20

  /// The draft is checked, its image looked at when it is on this machine, then it is a container.
  func createContainer(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let account = try owner(of: path[0], call, Self.publishScope)
    let draft = try InstagramDraft(call)
    for child in draft.children {
      guard let item = containers[child], item.accountID == account.id, item.draft.isCarouselItem else {
        throw .carouselCount
      }
    }
    if world.settings.enforcesRateLimits {
      let standing = windows.take(
        "containers \(account.id)", limit: Self.containerQuota, per: .seconds(86_400), at: world.now)
      guard standing.isAllowed else { throw .quotaReached }
    }
    let calls = OutboundCalls(eventLoop: world.eventLoop)
    guard let fetch = (draft.imageURL ?? draft.videoURL).flatMap({ calls.fetch($0) }) else {
      return .now(makeContainer(draft, account))
    }
    let isVideo = draft.imageURL == nil
    let answer = world.eventLoop.makePromise(of: HTTPReply.self)
    fetch.assumeIsolated().whenComplete { result in
      let objection = isVideo ? Self.objection(toVideo: result) : Self.objection(to: result)
      answer.succeed(objection?.reply ?? self.makeContainer(draft, account))
    }
    return .later(answer.futureResult)
  }

  func publish(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let account = try owner(of: path[0], call, Self.publishScope)
    guard let id = call.parameter("creation_id") else {
      throw .invalidParameter("The parameter creation_id is required")
    }
    let now = world.now
    guard var container = containers[id], container.accountID == account.id, !container.draft.isCarouselItem
    else { throw .containerNotFound }
    switch container.status(at: now) {
    case .finished: break
    case .expired: throw .containerExpired
    case .inProgress, .published: throw .containerNotReady
    }
    if world.settings.enforcesRateLimits, media.recentCount(of: account.id, at: now) >= Self.publicationQuota
    {
      throw .quotaReached
    }
    let publication = Publication(
      platform: name, accountID: account.id, id: makeID(), kind: container.draft.kind.rawValue,
      text: container.draft.caption, media: urls(of: container.draft), source: id, publishedAt: now)
    world.ledger.record(publication)
    container.publishedAt = now
    containers[id] = container
    insert(publication, visibleAt: world.visibleFromNow)
    return .json(["id": .string(publication.id)])
  }

  func readQuota(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let account = try owner(of: path[0], call, Self.publishScope)
    var quota: JSONObject = [:]
    for (field, _) in GraphFields(call.parameter("fields") ?? "quota_usage").names {
      switch field {
      case "quota_usage": quota[field] = JSON(media.recentCount(of: account.id, at: world.now))
      case "config":
        quota[field] = ["quota_total": JSON(Self.publicationQuota), "quota_duration": 86_400]
      default: throw .nonexistentField(field, on: "ContentPublishingLimit")
      }
    }
    return .json(["data": [.object(quota)]])
  }

  /// The account in a path (`me`, its id, or its app-scoped id), which must be the caller's own.
  func owner(of id: String, _ call: Call, _ scope: String) throws(Refusal) -> InstagramAccount {
    let account = try caller(call, scope)
    guard ["me", account.id, account.appScopedID].contains(id) else { throw .noSuchObject(call.method, id) }
    return account
  }

  func insert(_ publication: Publication, visibleAt: Instant) {
    media.insert(
      InstagramMedia(
        id: publication.id, accountID: publication.accountID, kind: publication.kind,
        caption: publication.text, urls: publication.media, publishedAt: publication.publishedAt,
        visibleAt: visibleAt))
  }

  private func makeContainer(_ draft: InstagramDraft, _ account: InstagramAccount) -> HTTPReply {
    let now = world.now
    // A carousel is not ready before its items are.
    let itemsReadyAt = draft.children.compactMap { containers[$0]?.readyAt }.max() ?? now
    let container = InstagramContainer(
      id: makeID(), accountID: account.id, draft: draft, createdAt: now,
      readyAt: max(now + world.settings.processingTime, itemsReadyAt))
    world.remember(name, "container", container.record)
    containers[container.id] = container
    return .json(200, ["id": .string(container.id)])
  }

  private func urls(of draft: InstagramDraft) -> [String] {
    draft.mediaURLs + draft.children.flatMap { containers[$0]?.draft.mediaURLs ?? [] }
  }

  /// What is wrong with a film. One that is too large to be fetched here is not looked at.
  private static func objection(toVideo fetched: Result<HTTPReply, any Error>) -> Refusal? {
    guard case .success(let reply) = fetched, reply.status == 200 else { return nil }
    let isFilm = reply.body.dropFirst(4).starts(with: "ftyp".utf8)
    return isFilm && MediaRule.instagram.objection(to: reply.body) == nil ? nil : .videoFormat
  }

  /// What is wrong with an image as it was fetched. A redirect is not followed.
  private static func objection(to fetched: Result<HTTPReply, any Error>) -> Refusal? {
    guard case .success(let reply) = fetched, reply.status == 200 else { return .notFetchable }
    guard reply.body.count <= largestImage else { return .imageTooLarge }
    guard let seen = SeenMedia(reply.body), seen.kind == .jpeg, seen.isWhole else { return .imageFormat }
    let ratio = Double(seen.width) / Double(seen.height)
    // 4:5 to 1.91:1, with the tolerance of a pixel's rounding.
    return (0.799...1.915).contains(ratio) ? nil : .imageRatio
  }
}
