internal import Core
internal import Database
internal import NIOPosix
internal import Platforms
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("A worker that was paused past its lease changes nothing") struct LateWriterTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  /// The lease ends, and the sweep notices.
  private func loseLease(_ delivery: UUID) throws {
    try fixture.age(delivery, by: .seconds(91))
    _ = try fixture.sweeper.recover()
  }

  @Test("Paused before it sends: another publishes, and it sends nothing")
  func beforeSending() throws {
    let delivery = try fixture.queueDelivery()
    let other = ScriptedPlatform("other")
    let late = ScriptedPlatform("late")
    late.preparations = [.progressed(["container": "of the late one"])]
    late.whilePreparing = {
      try loseLease(delivery)
      #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 1)
      // It is late by more than 90 seconds now, and thus spaced, but is the first of its account.
      try fixture.work(try fixture.hint(delivery), other)
    }
    try fixture.work(try fixture.hint(delivery), late)
    #expect(other.asked.count == 1)
    #expect(late.asked.isEmpty)
    let row = try fixture.delivery(delivery)
    #expect(row.remoteID == "other1")
    #expect(row.fence == 2)
    #expect(row.handle?["container"] == nil)
  }

  @Test("Paused with its lease nearly over: it does not begin to send")
  func nearlyOver() throws {
    let delivery = try fixture.queueDelivery()
    let platform = ScriptedPlatform()
    // Less than 25 of the 90 seconds are left.
    platform.whilePreparing = { try fixture.age(delivery, by: .seconds(66)) }
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked.isEmpty)
    #expect(try fixture.delivery(delivery).state == "claimed")
    #expect(try fixture.attempts(delivery).isEmpty)
  }

  @Test("Paused while it sends: what a look has found stays")
  func foundMeanwhile() throws {
    let delivery = try fixture.queueDelivery()
    let late = ScriptedPlatform("late")
    late.whilePublishing = {
      try loseLease(delivery)
      #expect(try fixture.delivery(delivery).state == "unknown")
      try fixture.age(delivery, by: .seconds(31))
      let platform = ScriptedPlatform()
      platform.looks = [.success(.found(["found"]))]
      #expect(try fixture.reconcile(platform)["published"] == 1)
    }
    try fixture.work(try fixture.hint(delivery), late)
    #expect(try fixture.delivery(delivery).remoteID == "found")
    #expect(try fixture.attempts(delivery) == ["0 published"])
  }

  @Test(
    "Paused while it sends: its answer does not touch the claim of another",
    arguments: [nil, .transient, .permanent, .unknownOutcome] as [PlatformError.Kind?])
  func sentAgain(_ kind: PlatformError.Kind?) throws {
    let delivery = try fixture.queueDelivery()
    let late = ScriptedPlatform("late", refusing: [kind.map { .scripted($0) }])
    let other = ScriptedPlatform("other")
    late.whilePublishing = {
      try loseLease(delivery)
      let platform = ScriptedPlatform()
      platform.looks = [.success(.absent), .success(.absent)]
      for _ in 0..<2 {
        try fixture.age(delivery, by: .seconds(61))
        try fixture.reconcile(platform)
      }
      _ = try fixture.sweeper.dispatchDue()
      try fixture.work(try fixture.hint(delivery), other)
    }
    try fixture.work(try fixture.hint(delivery), late)
    let row = try fixture.delivery(delivery)
    #expect(other.asked.count == 1)
    #expect(row.state == "published")
    #expect(row.remoteID == "other1")
    #expect(try fixture.attempts(delivery) == ["0 unknown", "0 published"])
  }

  private static let published = Outcome.published(Published(remoteID: "late1"))

  /// The state of the delivery is that which the late worker expects: its fence alone says that it is not its own.
  @Test(
    "Paused while it sends: its answer does not touch another's request that is under way",
    arguments: [
      (.success(published), false), (.success(published), true), (.failure(.scripted(.transient)), false),
      (.failure(.scripted(.permanent)), false), (.success(.processing(.seconds(5))), false),
    ] as [(Result<Outcome, PlatformError>, Bool)])
  func whileAnotherSends(_ answer: Result<Outcome, PlatformError>, isThread: Bool) async throws {
    // Each worker holds a thread while its request is under way.
    let pool = NIOThreadPool(numberOfThreads: 2)
    pool.start()
    do {
      try await sendTwice(answer, isThread, pool)
    } catch {
      try await pool.shutdownGracefully()
      throw error
    }
    try await pool.shutdownGracefully()
  }

  private func sendTwice(_ answer: Result<Outcome, PlatformError>, _ isThread: Bool, _ pool: NIOThreadPool)
    async throws
  {
    let delivery = try fixture.queueDelivery("one", thread: isThread ? ["two"] : [])
    let late = HeldPlatform(answering: answer)
    let hint = try fixture.hint(delivery)
    async let lateWork: Void = pool.runIfActive { [fixture] in
      try fixture.work(hint, late)
    }
    try await late.awaitRequest()
    try loseLease(delivery)
    let looks = ScriptedPlatform()
    looks.looks = [.success(.absent), .success(.absent)]
    for _ in 0..<2 {
      try fixture.age(delivery, by: .seconds(61))
      try fixture.reconcile(looks)
    }
    _ = try fixture.sweeper.dispatchDue()
    let other = HeldPlatform(answering: .success(.published(Published(remoteID: "other1"))))
    let otherHint = try fixture.hint(delivery)
    async let otherWork: Void = pool.runIfActive { [fixture] in
      try fixture.work(otherHint, other)
    }
    try await other.awaitRequest()
    late.release()
    try await lateWork
    let row = try fixture.delivery(delivery)
    #expect(row.state == "sending")
    #expect(row.remoteID == nil)
    #expect(row.handle?["posted"] == nil)
    #expect(try fixture.attempts(delivery) == ["0 unknown", "0 -"])
    other.release()
    try await otherWork
    let end = try fixture.delivery(delivery)
    #expect(end.state == "published")
    #expect(end.remoteID == "other1")
    let step = isThread ? ["0 accepted", "1 published"] : ["0 published"]
    #expect(try fixture.attempts(delivery) == ["0 unknown"] + step)
  }

  @Test("A thread whose worker loses its lease between two parts goes no further")
  func thread() throws {
    let delivery = try fixture.queueDelivery("one", thread: ["two"])
    let late = ScriptedPlatform()
    late.whilePublishing = { try loseLease(delivery) }
    try fixture.work(try fixture.hint(delivery), late)
    #expect(late.asked == ["one"])
    #expect(try fixture.delivery(delivery).state == "unknown")
  }
}
