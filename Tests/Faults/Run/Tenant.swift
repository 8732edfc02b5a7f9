internal import Core
internal import Harness

/// One customer with accounts on every platform.
struct Tenant {
  struct Account {
    let platform: String
    let id: String
    /// Where pins go.
    let board: String?
    /// Members of LinkedIn cannot be looked up, their organizations can.
    let isReadable: Bool
  }

  let customer: Customer
  /// By platform, as many on each.
  private(set) var accounts: [String: [Account]] = [:]

  init(_ number: Int, accountsPerPlatform: Int, _ bundle: RunningBundle) throws {
    customer = try Customer(bundle)
    for platform in PostKind.platforms {
      accounts[platform] = try (0..<accountsPerPlatform).map { index in
        try connect(platform, "faults_\(number)_\(index)", isMember: index > 0 && number.isMultiple(of: 2))
      }
    }
  }

  private func connect(_ platform: String, _ name: String, isMember: Bool) throws -> Account {
    let isOrganization = platform == "linkedin" && !isMember
    return Account(
      platform: platform,
      id: try customer.connect(platform, as: name, choosing: isOrganization ? "\(name) Ltd" : nil),
      board: platform == "pinterest" ? pinterestBoard(of: name) : nil,
      isReadable: platform != "linkedin" || isOrganization)
  }

  /// Every delivery of every post as the API shows it, with the mark of its post.
  func deliveries() throws -> [JSON] {
    try logIn()
    var found: [JSON] = []
    var cursor: String?
    repeat {
      let query = "workspace_id=\(customer.workspace)&limit=100" + (cursor.map { "&cursor=\($0)" } ?? "")
      let page = try wait(for: "list of posts", upTo: .seconds(60)) { () -> JSON? in
        let answer = try? customer.client.get("/v1/posts?\(query)")
        return answer?.status == 200 ? answer?.json : nil
      }
      for post in page["data"]?.array ?? [] {
        for delivery in post["deliveries"]?.array ?? [] {
          var members = delivery.object ?? [:]
          members["mark"] = JSON(post["content"]?["text"]?.string.flatMap(Scene.mark(in:)))
          found.append(.object(members))
        }
      }
      cursor = page["next_cursor"]?.string
    } while cursor != nil
    return found
  }

  /// The first token is over long before the last delivery.
  private func logIn() throws {
    let answer = try customer.client.post(
      "/v1/auth/login", ["email": .string(customer.email), "password": .string(customer.password)])
    guard let token = answer.json["access_token"]?.string else {
      throw Timeout(description: "logging in answered \(answer.status): \(answer.text)")
    }
    customer.client.accessToken = token
  }
}
