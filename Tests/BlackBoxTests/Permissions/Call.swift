internal import Core
internal import Identity

/// A request to an operation, and what is right when the one who asks may use it.
struct Call: Sendable {
  /// What stands for `{…}` in the path.
  var argument = ""
  var query = ""
  var body: JSON?
  var headers: [String: String] = [:]
  /// Statuses of a request that was let in.
  let allowed: Set<Int>
  /// Only these roles are let in; nil when the function's permission says it all.
  var roles: Set<Role>?
  /// Ends the session that asks.
  var endsSession = false
}

/// A row of the table: what is asked of one operation.
struct Row: Sendable {
  let operation: String
  /// About what is the subject's own.
  let own: @Sendable (Belongings) -> Call
  /// About what is the rival's; nil where a request names nothing.
  var foreign: (@Sendable (Belongings) -> Call)?

  init(
    _ operation: String, own: @escaping @Sendable (Belongings) -> Call,
    foreign: (@Sendable (Belongings) -> Call)? = nil
  ) {
    self.operation = operation
    self.own = own
    self.foreign = foreign
  }

  /// Every operation. What would change the scene for others is sent so that it is let in and then refused.
  static let all: [Row] = identity + organizations + privacy + content + open + ending

  private static let identity: [Row] = [
    Row("ShowCurrentUser") { _ in Call(allowed: [200]) },
    Row("ListSessions") { _ in Call(allowed: [200]) },
    Row(
      "EndSession", own: { _ in Call(argument: UUID.v7().description, allowed: [404]) },
      foreign: { Call(argument: $0.session, allowed: [404]) }),
    Row("ChangePassword") { _ in
      Call(body: ["current_password": "wrong", "new_password": "staple battery"], allowed: [422])
    },
    Row("ChangeEmail") { _ in Call(body: ["email": "new@example.com", "password": "wrong"], allowed: [422]) },
    Row("ListSignIns") { _ in Call(allowed: [200]) },
    Row("LinkSignIn") { _ in Call(argument: "google", allowed: [201]) },
    Row("UnlinkSignIn") { _ in Call(argument: "google", allowed: [404]) },
    Row("StepUpSession") { _ in Call(body: ["password": "wrong"], allowed: [422]) },
    Row("ListSecondFactors") { _ in Call(allowed: [200]) },
    Row("AddSecondFactor") { _ in Call(body: ["name": "Telephone"], allowed: [201]) },
    Row(
      "ConfirmSecondFactor",
      own: { _ in Call(argument: UUID.v7().description, body: ["code": "000000"], allowed: [404]) },
      foreign: { Call(argument: $0.factor, body: ["code": "000000"], allowed: [404]) }),
    Row(
      "RemoveSecondFactor", own: { _ in Call(argument: UUID.v7().description, allowed: [404]) },
      foreign: { Call(argument: $0.factor, allowed: [404]) }),
    Row("ReplaceRecoveryCodes") { _ in Call(allowed: [409]) },
    Row("RequestVerification") { _ in Call(allowed: [202, 409]) },
    Row(
      "SwitchOrganization",
      // 404: the one who was removed.
      own: { Call(body: ["organization_id": .string($0.organization)], allowed: [200, 404]) },
      foreign: { Call(body: ["organization_id": .string($0.organization)], allowed: [404]) }),
    Row("CreateOrganization") { _ in Call(body: ["name": "Second"], allowed: [201]) },
  ]

  private static let organizations: [Row] = [
    Row("UpdateOrganization") { _ in Call(body: ["name": "Own"], allowed: [200]) },
    Row("ListMembers") { _ in Call(allowed: [200]) },
    Row(
      "UpdateMember", own: { Call(argument: $0.spareMember, body: ["role": "viewer"], allowed: [200]) },
      foreign: { Call(argument: $0.spareMember, body: ["role": "viewer"], allowed: [404]) }),
    // Everybody may leave; another is removed by those who manage members.
    Row(
      "RemoveMember",
      own: {
        Call(
          argument: $0.member.isEmpty ? $0.spareMember : $0.member, allowed: [204], roles: [.owner, .admin])
      },
      foreign: { Call(argument: $0.member, allowed: [404], roles: [.owner, .admin]) }),
    Row(
      "TransferOwnership",
      own: { Call(argument: $0.spareMember, body: ["password": "wrong"], allowed: [422], roles: [.owner]) },
      foreign: {
        Call(
          argument: $0.spareMember, body: ["password": .string($0.password)], allowed: [404], roles: [.owner])
      }),
    Row("CreateInvitation") { _ in
      Call(body: ["email": .string("x-\(UUID.v7())@example.com"), "role": "viewer"], allowed: [201])
    },
    Row("ListInvitations") { _ in Call(allowed: [200]) },
    Row(
      "RevokeInvitation", own: { Call(argument: $0.invitation, allowed: [204]) },
      foreign: { Call(argument: $0.invitation, allowed: [404]) }),
    Row("ListWorkspaces") { _ in Call(allowed: [200]) },
    Row("CreateWorkspace") { _ in Call(body: ["name": "Second"], allowed: [201]) },
    Row(
      "UpdateWorkspace",
      own: { Call(argument: $0.workspace, body: ["missed_after_minutes": 60], allowed: [200]) },
      foreign: { Call(argument: $0.workspace, body: ["missed_after_minutes": 60], allowed: [404]) }),
    Row("CreateAPIKey") { _ in Call(body: ["name": "Import", "scopes": ["read"]], allowed: [201]) },
    Row("ListAPIKeys") { _ in Call(allowed: [200]) },
    about("RotateAPIKey", \.apiKey, body: [:], allowed: [201]),
    about("RevokeAPIKey", \.apiKey, allowed: [204]),
    Row(
      "ListEvents", own: { _ in Call(allowed: [200]) },
      foreign: { Call(query: "actor_id=\($0.person)", allowed: [200]) }),
  ]

  private static let privacy: [Row] = [
    Row("ListConsents") { _ in Call(allowed: [200]) },
    Row("GiveConsent") { _ in Call(body: ["purpose": "terms", "version": "1"], allowed: [201]) },
    Row("WithdrawConsent") { _ in Call(argument: "marketing", allowed: [404]) },
    Row("RequestPersonalExport") { _ in Call(allowed: [202]) },
    Row(
      "ShowPersonalExport", own: { _ in Call(argument: UUID.v7().description, allowed: [404]) },
      foreign: { Call(argument: $0.personalExport, allowed: [404]) }),
    Row("RequestPersonalErasure") { _ in Call(body: ["password": "wrong"], allowed: [422]) },
    Row("CancelPersonalErasure") { _ in Call(allowed: [404]) },
    Row("RequestOrganizationExport") { _ in Call(allowed: [202], roles: [.owner]) },
    Row(
      "ShowOrganizationExport",
      own: { _ in Call(argument: UUID.v7().description, allowed: [404], roles: [.owner]) },
      foreign: { Call(argument: $0.export, allowed: [404], roles: [.owner]) }),
    Row("RequestOrganizationErasure") { _ in
      // 429: wrong passwords are counted, and other rows send some.
      Call(body: ["password": "wrong"], allowed: [422, 429], roles: [.owner])
    },
    Row("CancelOrganizationErasure") { _ in Call(allowed: [404], roles: [.owner]) },
  ]

  private static let content: [Row] = [
    Row(
      "ConnectAccount",
      own: { Call(argument: "x", body: ["workspace_id": .string($0.workspace)], allowed: [201]) },
      foreign: { Call(argument: "x", body: ["workspace_id": .string($0.workspace)], allowed: [422]) }),
    Row(
      "CheckAccount", own: { Call(argument: $0.account, allowed: [200]) },
      foreign: { Call(argument: $0.account, allowed: [404]) }),
    about("ListAccountOptions", \.account, allowed: [200]),
    // The subject's own account is needed by the rows that follow.
    Row(
      "DisconnectAccount", own: { _ in Call(argument: UUID.v7().description, allowed: [404]) },
      foreign: { Call(argument: $0.account, query: "force=true", allowed: [404]) }),
    Row(
      "CreateUpload", own: { Call(body: upload(to: $0.workspace), allowed: [201]) },
      foreign: { Call(body: upload(to: $0.workspace), allowed: [422]) }),
    inWorkspace("ListMedia"),
    about("ShowMedia", \.file, allowed: [200]),
    about("UpdateMedia", \.file, body: ["alt_text": "A cup"], allowed: [200]),
    // The subject's own file is needed by the rows before this one, for every role.
    Row(
      "DeleteMedia", own: { _ in Call(argument: UUID.v7().description, allowed: [404]) },
      foreign: { Call(argument: $0.file, allowed: [404]) }),
    inWorkspace("ListAccounts"), inWorkspace("ListPosts"), inWorkspace("ListComments"),
    Row(
      "PreflightPost", own: { Call(body: post(on: $0), allowed: [200]) },
      foreign: { Call(body: post(on: $0), allowed: [200]) }),
    Row(
      "CreatePost", own: { Call(body: post(on: $0), allowed: [201]) },
      foreign: { Call(body: post(on: $0), allowed: [422]) }),
    about("ShowPost", \.post, allowed: [200]),
    about(
      "UpdatePost", \.post, body: ["content": ["text": "Changed"]], headers: ["If-Match": "\"1\""],
      allowed: [200]),
    about("SchedulePost", \.post, body: ["at": "2035-01-01T09:00:00Z"], allowed: [200]),
    about("CancelPost", \.post, allowed: [200]),
    about("PublishPost", \.post, allowed: [200, 409]),
    about("DeletePost", \.victim, allowed: [204]),
    about("RetryDelivery", \.delivery, allowed: [200, 409]),
    about("TakeDownDelivery", \.delivery, allowed: [200, 409]),
    about("ResolveDelivery", \.delivery, body: ["outcome": "failed"], allowed: [200, 409]),
  ]

  private static let open: [Row] = [
    Row("RegisterUser") { _ in Call(body: [:], allowed: [422]) },
    Row("LogIn") { _ in Call(body: [:], allowed: [422]) },
    Row("BeginSignIn") { _ in Call(argument: "google", allowed: [201]) },
    Row("CompleteSignIn") { _ in Call(argument: "google", allowed: [400]) },
    Row("ListTokenKeys") { _ in Call(allowed: [200]) },
    Row("CompleteLogIn") { _ in Call(body: ["challenge": "cnc_x", "code": "000000"], allowed: [401]) },
    Row("RefreshSession") { _ in Call(body: ["refresh_token": "cnr_x"], allowed: [401]) },
    Row("RequestPasswordReset") { _ in Call(body: [:], allowed: [422]) },
    Row("OpenLink") { _ in Call(argument: "cnl_x", allowed: [404]) },
    Row("UseLink") { _ in Call(argument: "cnl_x", body: [:], allowed: [404]) },
    Row("CompleteConnection") { _ in Call(argument: "x", allowed: [400]) },
    Row("ChooseAccounts") { _ in
      Call(argument: "x", body: ["account_ids": [.string(UUID.v7().description)]], allowed: [400])
    },
    Row("ReceiveMetaWebhook.handshake") { _ in Call(allowed: [403]) },
    Row("ReceiveMetaWebhook") { _ in Call(body: [:], allowed: [401]) },
    Row("ShowStatus") { _ in Call(allowed: [200, 503]) },
    Row("ShowDescription") { _ in Call(allowed: [200]) },
  ]

  private static let ending: [Row] = [
    Row("LogOut") { _ in Call(allowed: [204], endsSession: true) },
    Row("EndAllSessions") { _ in Call(allowed: [204]) },
  ]

  private static func inWorkspace(_ operation: String) -> Row {
    Row(
      operation, own: { Call(query: "workspace_id=\($0.workspace)", allowed: [200]) },
      foreign: { Call(query: "workspace_id=\($0.workspace)", allowed: [200]) })
  }

  private static func about(
    _ operation: String, _ what: @escaping @Sendable (Belongings) -> String, body: JSON? = nil,
    headers: [String: String] = [:], allowed: Set<Int>
  ) -> Row {
    Row(
      operation,
      own: { Call(argument: what($0), body: body, headers: headers, allowed: allowed) },
      foreign: { Call(argument: what($0), body: body, headers: headers, allowed: [404]) })
  }

  private static func upload(to workspace: String) -> JSON {
    [
      "workspace_id": .string(workspace), "file_name": "a.png", "content_type": "image/png", "bytes": 70,
    ]
  }

  private static func post(on belongings: Belongings) -> JSON {
    [
      "workspace_id": .string(belongings.workspace), "account_ids": [.string(belongings.account)],
      "content": ["text": .string("A post \(UUID.v7())")],
    ]
  }
}
