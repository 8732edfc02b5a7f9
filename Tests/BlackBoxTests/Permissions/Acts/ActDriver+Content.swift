internal import Core
internal import Harness
internal import Identity

/// Posts, deliveries, files and accounts.
extension ActDriver {
  private static let later: JSON = "2035-01-01T09:00:00Z"
  private static let post = (table: "post", column: "author_id")
  private static let media = (table: "media", column: "user_id")

  static let content: [ActDriver] = [
    ActDriver(
      operation: "CreatePost", act: .composePost, body: { stage, thing, _ in stage.draft(thing) },
      isDone: { stage, thing, _ in try stage.count("post", "content->>'text' = '\(thing.mark)'") == 1 }),
    ActDriver(
      operation: "CreatePost", act: .schedule,
      body: { stage, thing, _ in stage.draft(thing, ["scheduled_at": later]) },
      isDone: { stage, thing, _ in
        try stage.count("post", "content->>'text' = '\(thing.mark)' and state = 'scheduled'") == 1
      }),
    ActDriver(
      operation: "UpdatePost", act: .changePost, prepare: { stage, _ in try stage.post().thing },
      ownedBy: post,
      body: { _, thing, _ in ["content": ["text": .string("new \(thing.mark)")]] },
      isDone: { stage, thing, _ in
        try stage.owner.show(thing.id)["content"]?["text"]?.string == "new \(thing.mark)"
      }),
    ActDriver(
      operation: "UpdatePost", act: .schedule, prepare: { stage, _ in try stage.post().thing }, ownedBy: post,
      body: { _, _, _ in ["scheduled_at": later] }, isDone: isScheduled),
    ActDriver(
      operation: "UpdatePost", act: .changePlanned,
      prepare: { stage, _ in try stage.post(["scheduled_at": later]).thing }, ownedBy: post,
      body: { _, thing, _ in ["content": ["text": .string("new \(thing.mark)")]] },
      isDone: { stage, thing, _ in
        try stage.owner.show(thing.id)["content"]?["text"]?.string == "new \(thing.mark)"
      }),
    ActDriver(
      operation: "SchedulePost", act: .schedule, prepare: { stage, _ in try stage.post().thing },
      ownedBy: post,
      body: { _, _, _ in ["at": later] }, isDone: isScheduled),
    ActDriver(
      operation: "PublishPost", act: .schedule, prepare: { stage, _ in try stage.post().thing },
      ownedBy: post,
      isDone: { stage, thing, _ in try stage.owner.show(thing.id)["state"] != "draft" }),
    ActDriver(
      operation: "CancelPost", act: .cancelPost, prepare: { stage, _ in try stage.post().thing },
      ownedBy: post,
      isDone: { stage, thing, _ in try stage.owner.show(thing.id)["state"] == "cancelled" }),
    ActDriver(
      operation: "DeletePost", act: .deletePost, prepare: { stage, _ in try stage.post().thing },
      ownedBy: post,
      isDone: { stage, thing, _ in try stage.owner.client.get("/v1/posts/\(thing.id)").status == 404 }),
    ActDriver(
      operation: "RetryDelivery", act: .retryDelivery, prepare: { stage, _ in try stage.delivery("failed") },
      ownedBy: post, isDone: { stage, thing, _ in try stage.deliveryState(thing) != "failed" }),
    ActDriver(
      operation: "ResolveDelivery", act: .resolveDelivery,
      prepare: { stage, _ in try stage.delivery("needs_review") }, ownedBy: post,
      body: { _, _, _ in ["outcome": "failed"] },
      isDone: { stage, thing, _ in try stage.deliveryState(thing) == "failed" }),
    ActDriver(
      operation: "TakeDownDelivery", act: .takeDown, prepare: { stage, _ in try stage.delivery("published") },
      ownedBy: post, isDone: isTakenDown),
    ActDriver(
      operation: "TakeDownDelivery", act: .takeDownUnconfirmed,
      prepare: { stage, _ in
        try stage.delivery("published", ", confirmed_by = '\(stage.members[0].user)'")
      }, ownedBy: post, isDone: isTakenDown),
    ActDriver(
      operation: "CreateUpload", act: .uploadMedia, body: { stage, thing, _ in stage.file(thing.mark) },
      isDone: { stage, thing, _ in try stage.count("media", "file_name = '\(thing.mark)'") == 1 }),
    ActDriver(
      operation: "UpdateMedia", act: .describeMedia, prepare: { stage, _ in try stage.file() },
      ownedBy: media,
      body: { _, thing, _ in ["alt_text": .string(thing.mark)] }, isDone: isDescribed),
    ActDriver(
      operation: "UpdateMedia", act: .changePlanned,
      prepare: { stage, _ in
        let file = try stage.file()
        let post = try stage.post(["scheduled_at": later]).thing
        try stage.bundle.sql(
          """
          update post set content = jsonb_set(content, '{media}', '[{"id": "\(file.id)"}]') where id = '\(post.id)'
          """)
        return file
      }, ownedBy: media,
      // It is the post's author who is asked about the post.
      follow: { stage, thing in
        try stage.bundle.sql(
          """
          update post set author_id = (select user_id from media where id = '\(thing.id)')
          where content @> '{"media": [{"id": "\(thing.id)"}]}'
          """)
      }, body: { _, thing, _ in ["alt_text": .string(thing.mark)] }, isDone: isDescribed),
    ActDriver(
      operation: "DeleteMedia", act: .deleteMedia, prepare: { stage, _ in try stage.file() },
      isDone: { stage, thing, _ in try stage.owner.client.get("/v1/media/\(thing.id)").status == 404 }),
    ActDriver(
      operation: "ConnectAccount", act: .connectAccount,
      prepare: { stage, _ in
        try stage.bundle.sql("delete from connection_attempt where organization_id = '\(stage.organization)'")
        return Thing(id: "x")
      }, body: { stage, _, _ in ["workspace_id": .string(stage.owner.workspace)] },
      isDone: { stage, _, _ in
        try stage.count("connection_attempt", "organization_id = '\(stage.organization)'") == 1
      }),
    ActDriver(
      operation: "CheckAccount", act: .checkAccount,
      prepare: { stage, _ in
        try stage.bundle.sql("update account set state = 'reconnect' where id = '\(stage.account)'")
        return Thing(id: stage.account)
      },
      isDone: { stage, _, _ in
        let isHealthy = try stage.count("account", "id = '\(stage.account)' and state = 'connected'") == 1
        try stage.bundle.sql("update account set state = 'connected' where id = '\(stage.account)'")
        return isHealthy
      }),
    ActDriver(
      operation: "DisconnectAccount", act: .disconnectAccount,
      prepare: { stage, _ in
        let id = UUID.v7().description
        try stage.bundle.sql(
          """
          insert into account (organization_id, id, workspace_id, platform, remote_id, name, credentials)
          select organization_id, '\(id)', workspace_id, platform, '\(id)', name, credentials from account
          where id = '\(stage.account)'
          """)
        return Thing(id: id)
      }, query: { _, _ in "force=true" },
      isDone: { stage, thing, _ in
        try stage.count("account", "id = '\(thing.id)' and state = 'disconnected'") == 1
      }),
  ]

  @Sendable private static func isScheduled(_ stage: ActStage, _ thing: Thing, _: Client.Answer) throws
    -> Bool
  {
    try stage.owner.show(thing.id)["state"] == "scheduled"
  }

  @Sendable private static func isTakenDown(_ stage: ActStage, _ thing: Thing, _: Client.Answer) throws
    -> Bool
  {
    ["removing", "removed"].contains(try stage.deliveryState(thing))
  }

  @Sendable private static func isDescribed(_ stage: ActStage, _ thing: Thing, _: Client.Answer) throws
    -> Bool
  {
    try stage.owner.client.get("/v1/media/\(thing.id)").json["alt_text"]?.string == thing.mark
  }
}

extension ActStage {
  fileprivate func draft(_ thing: Thing, _ more: JSONObject = [:]) -> JSON {
    var body: JSONObject = [
      "workspace_id": .string(owner.workspace), "account_ids": [.string(account)],
      "content": ["text": .string(thing.mark)],
    ]
    for (name, value) in more.members { body[name] = value }
    return .object(body)
  }
}
