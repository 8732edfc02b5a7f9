package import Core
package import Database

/// A person acting in an organization.
package struct Member: Sendable {
  package let user: UUID
  package let organization: UUID
  package let role: Role
  /// The API key by which they act; nil for the person themselves.
  package let key: KeyRights?
  /// The session in which they act; nil by a key, and for what is looked up without a request.
  package var session: UUID?
  /// Whether the organization demands a second factor of its members and this person has none.
  package let lacksSecondFactor: Bool

  package init(
    user: UUID, organization: UUID, role: Role, key: KeyRights? = nil, lacksSecondFactor: Bool = false
  ) {
    self.user = user
    self.organization = organization
    self.role = role
    self.key = key
    self.lacksSecondFactor = lacksSecondFactor
  }

  package var scope: Scope { Scope(organization: organization, user: user, workspaces: key?.workspaces) }

  /// Whether the role includes the permission, and the key's scopes too when there is one.
  package func may(_ permission: Permission) -> Bool {
    role.may(permission) && key?.scopes.contains(permission) ?? true
  }

  /// Whether the workspace is among those that the key is for.
  package func reaches(_ workspace: UUID) -> Bool { key?.workspaces?.contains(workspace) ?? true }

  package func require(_ permission: Permission) throws(IdentityError) {
    guard !lacksSecondFactor else { throw .secondFactorRequired }
    guard role.may(permission) else { throw .forbidden(permission) }
    guard may(permission) else { throw .missingScope(permission) }
  }
}

/// Who began something that ends elsewhere, such as the trip to a consent page, and by what.
package struct Beginner: Sendable {
  package enum Means: Sendable {
    case session(UUID)
    case key(UUID)
  }

  package let user: UUID
  package let organization: UUID
  package let means: Means

  package init(user: UUID, organization: UUID, means: Means) {
    self.user = user
    self.organization = organization
    self.means = means
  }
}

/// Who belongs where.
package struct MembershipStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Nil when the person does not, or no longer, belong to the organization, or when the session is over: what ends
  /// a session or a membership counts at once, though the token is good for some minutes more.
  package func findMember(of token: AccessToken) throws -> Member? {
    guard let organization = token.organization else { return nil }
    return try findMember(token.user, in: organization, by: token.session)
  }

  private func findMember(_ user: UUID, in organization: UUID, by login: UUID) throws -> Member? {
    let row = try session.first(
      """
      select role, lacks_second_factor from session_standing
      where organization_id = \(organization) and user_id = \(user) and session_id = \(login)
      """)
    guard let row, let role = Role(rawValue: try row.value("role")) else { return nil }
    return Member(
      user: user, organization: organization, role: role,
      lacksSecondFactor: try row.value("lacks_second_factor"))
  }

  /// Whoever began what is finished without their token or key, as they are now; nil when what they began it by is good
  /// no longer.
  package func findMember(_ beginner: Beginner) throws -> Member? {
    switch beginner.means {
    case .session(let login): try findMember(beginner.user, in: beginner.organization, by: login)
    case .key(let key): try APIKeyStore(session).findMember(key, beginner.user, in: beginner.organization)
    }
  }

  /// The answer of `GET /v1/me`, of one organization only when it is given: a key is told of no other.
  package func describe(_ user: UUID, only organization: UUID?) throws -> JSON {
    let person = try session.only("select email, name from app_user where id = \(user)")
    let rows = try session.query(
      """
      select o.id, o.name, o.requires_second_factor, m.role, jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name,
        'time_zone', w.time_zone) order by w.id) as workspaces
      from membership m
      join organization o on o.id = m.organization_id
      join workspace w on w.organization_id = o.id
      where m.user_id = \(user) and (\(organization)::uuid is null or o.id = \(organization))
      group by o.id, o.name, m.role, m.created_at order by m.created_at
      """)
    let memberships = try rows.map { row -> JSON in
      let id: UUID = try row.value("id")
      return [
        "organization": [
          "id": JSON(describing: id), "name": .string(try row.value("name")),
          "requires_second_factor": .bool(try row.value("requires_second_factor")),
        ],
        "role": .string(try row.value("role")), "workspaces": try row.value("workspaces"),
      ]
    }
    let email: String = try person.value("email")
    return [
      "user": [
        "id": JSON(describing: user), "email": .string(email), "name": .string(try person.value("name")),
      ],
      "memberships": .array(memberships),
    ]
  }
}
