internal import Core
internal import Harness
internal import Identity

/// One who tries an act: a member by their role, or an API key of the owner by its scopes.
struct Doer: Sendable {
  let name: String
  let token: String
  /// The person, who is the author of what the actor makes.
  let user: String
  let password: String
  let role: Role
  /// Nil for a person.
  let scopes: Set<Permission>?

  /// What the table says, for something that is the actor's own or another's.
  func may(_ act: Act, toOwn: Bool, by access: Permission) -> Bool {
    let needed = Set(act.permissions(toOwn: toOwn) + [access])
    let isOwner = scopes == nil && role == .owner
    return (!act.isForOwners || isOwner)
      && needed.allSatisfy { role.may($0) && scopes?.contains($0) ?? true }
  }
}

/// An organization with a member of every role, and keys of its owner with every set of scopes that tells something.
struct ActStage {
  let bundle: RunningBundle
  let owner: Customer
  let account: String
  let members: [Doer]
  /// A manager, whose things are another's to everybody else; a viewer, for whom they are the manager's.
  let strangers: [String]
  /// Somebody whose membership is changed and taken.
  let victim: String
  private var keys: [Set<Permission>: Doer] = [:]

  init(in bundle: RunningBundle) throws {
    self.bundle = bundle
    owner = try Customer(bundle)
    account = try owner.connect("x", as: "acts_x")
    var members: [Doer] = []
    for role in Role.allCases where role != .owner {
      let colleague = try Colleague(of: owner.client, as: role.rawValue, in: bundle)
      members.append(
        Doer(
          name: role.rawValue, token: colleague.client.accessToken ?? "", user: try colleague.id(),
          password: Colleague.password, role: role, scopes: nil))
    }
    let user = owner.registration["user"]?["id"]?.string ?? ""
    members.insert(
      Doer(
        name: "owner", token: owner.client.accessToken ?? "", user: user, password: owner.password,
        role: .owner,
        scopes: nil), at: 0)
    self.members = members
    strangers = [Role.manager, .author].compactMap { role in members.first { $0.role == role }?.user }
    victim = try Colleague(of: owner.client, as: "viewer", in: bundle).id()
  }

  var organization: String { owner.registration["organization"]?["id"]?.string ?? "" }

  /// Everybody who is to try what takes these permissions: every role; keys with each scope alone, with exactly what is
  /// needed, with all, and with each of these but one of what is needed.
  mutating func actors(needing needed: Set<Permission>) throws -> [Doer] {
    let all = Set(Permission.scopes)
    let wanted = needed.intersection(all)
    var sets: [Set<Permission>] = all.sorted { $0.rawValue < $1.rawValue }.map { [$0] } + [wanted, all]
    for scope in wanted.sorted(by: { $0.rawValue < $1.rawValue }) {
      sets += [wanted.subtracting([scope]), all.subtracting([scope])]
    }
    var seen: Set<Set<Permission>> = [[]]
    var actors = members
    for set in sets where seen.insert(set).inserted { actors.append(try key(set)) }
    return actors
  }

  private mutating func key(_ scopes: Set<Permission>) throws -> Doer {
    if let actor = keys[scopes] { return actor }
    let holder = try APIKeyHolder(scopes, by: owner.client, in: bundle)
    let names = scopes.map(\.rawValue).sorted().joined(separator: "+")
    let actor = Doer(
      name: "key \(names)", token: holder.text, user: members[0].user, password: owner.password, role: .owner,
      scopes: scopes)
    keys[scopes] = actor
    return actor
  }

  /// Whose things are another's to this one.
  func stranger(to actor: Doer) -> String { strangers.first { $0 != actor.user } ?? "" }
}
