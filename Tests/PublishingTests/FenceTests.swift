internal import Core
internal import Database
internal import Platforms
internal import Publishing
internal import TestSupport
internal import Testing

/// In `LateWriterTests` the other has finished, and the state alone refuses the late one. Here the other is under way,
/// and only the fence tells whose answer it is.
@Suite("What a late worker brings changes nothing while another works on the delivery")
struct FenceTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  /// Everything of a delivery that a worker or a look may write.
  private func row(_ delivery: UUID) throws -> String {
    let row = try fixture.database.asAdministrator.only(
      """
      select row(state, fence, attempt, lease_owner, lease_until, not_before, check_after, checks, absences,
        remote_handle, remote_id, permalink, error_code, error_detail, removed_at)::text as value
      from delivery where id = \(delivery)
      """)
    return try row.value("value")
  }

  /// The lease of the first one is over, and another has taken the delivery up.
  private func takeOver(_ delivery: UUID, _ state: String) throws -> String {
    try fixture.age(delivery, by: .seconds(91))
    _ = try fixture.sweeper.recover()
    #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 1)
    let administrator = fixture.database.asAdministrator
    for step in state == "sending" ? ["claimed", "sending"] : ["claimed"] {
      try administrator.query(
        """
        update delivery set state = \(step), lease_owner = 'other', lease_until = clock_timestamp() + interval '90 s',
          fence = fence + case \(step) when 'claimed' then 1 else 0 end
        where id = \(delivery)
        """)
    }
    return try row(delivery)
  }

  enum Progress: CaseIterable { case saved, waits, ready }

  @Test(
    "Before it sends: it saves nothing, gives nothing back and does not begin to send",
    arguments: Progress.allCases, ["claimed", "sending"])
  func preparing(_ progress: Progress, _ state: String) throws {
    let delivery = try fixture.queueDelivery()
    let late = ScriptedPlatform("late")
    late.preparations =
      switch progress {
      case .saved: [.progressed(["container": "of the late one"]), .wait(.seconds(20))]
      case .waits: [.wait(.seconds(20))]
      case .ready: []
      }
    var before = ""
    late.whilePreparing = { before = try takeOver(delivery, state) }
    try fixture.work(try fixture.hint(delivery), late)
    #expect(!before.isEmpty)
    #expect(try row(delivery) == before)
    #expect(late.asked.isEmpty)
    #expect(try fixture.attempts(delivery).isEmpty)
  }

  @Test(
    "A late answer to a removal neither ends nor puts off the removal of another",
    arguments: [nil, .permanent, .transient, .notFound] as [PlatformError.Kind?])
  func removing(_ kind: PlatformError.Kind?) throws {
    let delivery = try fixture.queueDelivery()
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    _ = try fixture.planner.takeDown(delivery: delivery)
    let late = ScriptedPlatform("late")
    late.removalRefusals = [kind.map { .scripted($0) }]
    var (before, messages) = ("", 0)
    late.whileRemoving = {
      try fixture.database.asAdministrator.query(
        """
        update delivery set fence = fence + 1, attempt = attempt + 1,
          check_after = clock_timestamp() + interval '90 s'
        """)
      (before, messages) = (try row(delivery), try fixture.messages())
    }
    try fixture.remove(try fixture.hint(delivery), late)
    #expect(late.removed == ["r1"])
    #expect(try row(delivery) == before)
    #expect(try fixture.messages() == messages)
  }
}
