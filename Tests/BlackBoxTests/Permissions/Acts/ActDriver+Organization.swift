internal import Core
internal import Harness
internal import Identity

/// Who belongs to the organization, what it is, and seeing what it has.
extension ActDriver {
  static let organization: [ActDriver] = [
    ActDriver(
      operation: "CreateInvitation", act: .invite,
      body: { _, thing, _ in ["email": .string("\(thing.mark)@example.com"), "role": "viewer"] },
      isDone: { stage, thing, _ in try stage.count("invitation", "email = '\(thing.mark)@example.com'") == 1 }
    ),
    ActDriver(
      operation: "RevokeInvitation", act: .revokeInvitation,
      prepare: { stage, _ in
        try stage.made(
          "/v1/invitations", ["email": .string("act-\(UUID.v7())@example.com"), "role": "viewer"])
      }, isDone: { stage, thing, _ in try stage.count("invitation", "id = '\(thing.id)'") == 0 }),
    ActDriver(
      operation: "UpdateMember", act: .changeRole, prepare: { stage, _ in try stage.victimAsViewer() },
      body: { _, _, _ in ["role": "approver"] },
      isDone: { stage, thing, _ in
        try stage.count("membership", "user_id = '\(thing.id)' and role = 'approver'") == 1
      }),
    ActDriver(
      operation: "RemoveMember", act: .removeMember, prepare: { stage, _ in try stage.victimAsViewer() },
      isDone: { stage, thing, _ in try stage.count("membership", "user_id = '\(thing.id)'") == 0 }),
    ActDriver(
      operation: "TransferOwnership", act: .transferOwnership,
      prepare: { stage, _ in try stage.victimAsViewer() },
      body: { _, _, actor in ["password": .string(actor.password)] },
      isDone: { stage, thing, _ in
        let isDone = try stage.count("membership", "user_id = '\(thing.id)' and role = 'owner'") == 1
        try stage.bundle.sql(
          """
          update membership set role = 'owner' where user_id = '\(stage.members[0].user)'
            and organization_id = '\(stage.organization)'
          """)
        return isDone
      }),
    ActDriver(
      operation: "UpdateOrganization", act: .changeOrganization,
      body: { _, thing, _ in ["name": .string(thing.mark)] },
      isDone: { stage, thing, _ in try stage.count("organization", "name = '\(thing.mark)'") == 1 }),
    ActDriver(
      operation: "CreateWorkspace", act: .createWorkspace,
      body: { _, thing, _ in ["name": .string(thing.mark)] },
      isDone: { stage, thing, _ in try stage.count("workspace", "name = '\(thing.mark)'") == 1 }),
    ActDriver(
      operation: "UpdateWorkspace", act: .changeWorkspace,
      prepare: { stage, _ in Thing(id: stage.owner.workspace, mark: "act-\(UUID.v7())") },
      body: { _, thing, _ in ["name": .string(thing.mark)] },
      isDone: { stage, thing, _ in try stage.count("workspace", "name = '\(thing.mark)'") == 1 }),
    ActDriver(
      operation: "CreateAPIKey", act: .makeKey,
      body: { _, thing, _ in ["name": .string(thing.mark), "scopes": ["read"]] },
      isDone: { stage, thing, _ in try stage.count("api_key", "name = '\(thing.mark)'") == 1 }),
    ActDriver(
      operation: "RotateAPIKey", act: .rotateKey, prepare: { stage, _ in try stage.apiKey() },
      body: { _, _, _ in ["overlap_seconds": 60] },
      isDone: { stage, thing, _ in try stage.count("api_key", "name = '\(thing.mark)'") == 2 }),
    ActDriver(
      operation: "RevokeAPIKey", act: .revokeKey, prepare: { stage, _ in try stage.apiKey() },
      isDone: { stage, thing, _ in
        try stage.count("api_key", "id = '\(thing.id)' and revoked_at is not null") == 1
      }),
    ActDriver(
      operation: "RequestOrganizationExport", act: .exportOrganization,
      prepare: { stage, _ in
        try stage.bundle.sql("delete from data_export where subject_id = '\(stage.organization)'")
        return Thing()
      },
      isDone: { stage, _, _ in try stage.count("data_export", "subject_id = '\(stage.organization)'") == 1 }),
    ActDriver(
      operation: "RequestOrganizationErasure", act: .eraseOrganization,
      prepare: { stage, _ in
        try stage.bundle.sql("delete from erasure where subject_id = '\(stage.organization)'")
        return Thing()
      }, body: { _, _, actor in ["password": .string(actor.password)] },
      isDone: { stage, _, _ in
        let isDone = try stage.count("erasure", "subject_id = '\(stage.organization)'") == 1
        try stage.bundle.sql("delete from erasure where subject_id = '\(stage.organization)'")
        return isDone
      }),
    ActDriver(
      operation: "CancelOrganizationErasure", act: .eraseOrganization,
      prepare: { stage, _ in
        _ = try stage.owner.client.post(
          "/v1/organization/erasure", ["password": .string(stage.owner.password)])
        return Thing()
      },
      isDone: { stage, _, _ in
        let open = "subject_id = '\(stage.organization)' and cancelled_at is null"
        let isDone = try stage.count("erasure", open) == 0
        try stage.bundle.sql("delete from erasure where subject_id = '\(stage.organization)'")
        return isDone
      }),
  ]

  static let reading: [ActDriver] = [
    seeing("ListPosts", query: inWorkspace) { stage in try stage.post().thing },
    seeing("ShowPost") { stage in try stage.post().thing },
    seeing("ListMedia", query: inWorkspace) { stage in try stage.file() },
    seeing("ShowMedia") { stage in try stage.file() },
    seeing("ListAccounts", query: inWorkspace) { stage in Thing(mark: stage.account) },
    seeing("ListMembers") { stage in Thing(mark: stage.victim) },
    seeing("ListWorkspaces") { stage in Thing(mark: stage.owner.workspace) },
    ActDriver(
      operation: "ListComments", act: .see, query: inWorkspace,
      isDone: { _, _, answer in answer.json["data"]?.array != nil }),
    ActDriver(
      operation: "ListEvents", act: .seeAudit,
      isDone: { _, _, answer in answer.json["data"]?[0]?["action"] != nil }),
  ]

  @Sendable private static func inWorkspace(_ stage: ActStage, _: Thing) -> String {
    "workspace_id=\(stage.owner.workspace)"
  }

  /// Its answer names the thing, or does not.
  private static func seeing(
    _ operation: String, query: @escaping @Sendable (ActStage, Thing) -> String = { _, _ in "" },
    _ make: @escaping @Sendable (ActStage) throws -> Thing
  ) -> ActDriver {
    ActDriver(
      operation: operation, act: .see, prepare: { stage, _ in try make(stage) }, query: query,
      isDone: { _, thing, answer in answer.text.contains(thing.mark) })
  }
}

extension ActStage {
  fileprivate func made(_ path: String, _ body: JSON) throws -> Thing {
    let made = try owner.client.post(path, body)
    guard let id = made.json["id"]?.string else { throw Timeout(description: "\(path): \(made.text)") }
    return Thing(id: id, mark: body["name"]?.string ?? "")
  }

  fileprivate func apiKey() throws -> Thing {
    try made("/v1/api-keys", ["name": .string("act-\(UUID.v7())"), "scopes": ["read"]])
  }

  fileprivate func victimAsViewer() throws -> Thing {
    try bundle.sql(
      """
      insert into membership (organization_id, user_id, role) values ('\(organization)', '\(victim)', 'viewer')
      on conflict (organization_id, user_id) do update set role = 'viewer'
      """)
    return Thing(id: victim)
  }
}
