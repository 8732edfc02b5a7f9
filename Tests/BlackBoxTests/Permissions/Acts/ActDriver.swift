internal import Core
internal import Harness
internal import Identity

/// What an act is done to, and by what it is found again.
struct Thing {
  /// What stands for `{…}` in the path.
  var id = ""
  /// Names it in what the API and the database tell.
  var mark = ""
  var version: Int64 = 1
}

/// One way to bring an act about: by one operation.
struct ActDriver: Sendable {
  let operation: String
  let act: Act
  /// Makes what it is done to, as the owner. What is somebody's becomes the actor's or another's afterwards.
  var prepare: @Sendable (ActStage, Doer) throws -> Thing = { _, _ in Thing(mark: "act-\(UUID.v7())") }
  /// The table and column that say whose it is; nil when it is nobody's.
  var ownedBy: (table: String, column: String)?
  /// What changes hands with it.
  var follow: @Sendable (ActStage, Thing) throws -> Void = { _, _ in }
  var query: @Sendable (ActStage, Thing) -> String = { _, _ in "" }
  var body: @Sendable (ActStage, Thing, Doer) -> JSON? = { _, _, _ in nil }
  /// Whether it has come about, by what the owner or the database sees afterwards, or by the answer of what only reads.
  let isDone: @Sendable (ActStage, Thing, Client.Answer) throws -> Bool

  var name: String { "\(act.rawValue) by \(operation)" }
}

extension ActStage {
  /// A post of the owner's, a draft unless `members` has a time.
  func post(_ members: JSONObject = [:]) throws -> (thing: Thing, delivery: String) {
    let mark = "act-\(UUID.v7())"
    let made = try owner.compose(mark, on: [account], members)
    guard let id = made.json["id"]?.string, let delivery = made.json["deliveries"]?[0]?["id"]?.string else {
      throw Timeout(description: "no post: \(made.text)")
    }
    return (Thing(id: id, mark: mark, version: made.json["version"]?.integer ?? 1), delivery)
  }

  /// A post whose delivery is in a state, however it would come to be there. The thing is the delivery.
  func delivery(_ state: String, _ more: String = "") throws -> Thing {
    let (post, delivery) = try post()
    let digits = String(UUID.v7().bytes.suffix(7).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    try bundle.sql(
      """
      set session_replication_role = replica;
      update delivery set state = '\(state)', due_at = now(), not_before = now(), remote_id = '\(digits)',
        published_at = now()\(more) where id = '\(delivery)'
      """)
    return Thing(id: delivery, mark: post.id)
  }

  /// A file that was announced and not sent.
  func file() throws -> Thing {
    let mark = "act-\(UUID.v7())"
    let begun = try owner.client.post("/v1/media", file(mark))
    guard let id = begun.json["media"]?["id"]?.string else {
      throw Timeout(description: "no file: \(begun.text)")
    }
    return Thing(id: id, mark: mark)
  }

  func file(_ mark: String) -> JSON {
    [
      "workspace_id": .string(owner.workspace), "file_name": .string(mark), "content_type": "image/png",
      "bytes": 70,
    ]
  }

  func count(_ table: String, _ condition: String) throws -> Int {
    Int(try bundle.sql("select count(*) from \(table) where \(condition)")) ?? -1
  }

  func deliveryState(_ delivery: Thing) throws -> String? {
    let deliveries = try owner.show(delivery.mark)["deliveries"]?.array ?? []
    return deliveries.first { $0["id"]?.string == delivery.id }?["state"]?.string
  }
}
