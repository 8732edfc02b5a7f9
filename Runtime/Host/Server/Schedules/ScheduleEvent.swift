internal import Core
internal import HostTemplate

/// What one tick of a schedule hands to its function.
struct ScheduleEvent {
  let schedule: Schedule
  let region: String
  let account: String

  var arn: String {
    switch schedule.service {
    case .scheduler(let group):
      "arn:aws:scheduler:\(region):\(account):schedule/\(group)/\(schedule.resourceName)"
    case .rule: "arn:aws:events:\(region):\(account):rule/\(schedule.resourceName)"
    }
  }

  /// The schedule's `Input`, in which EventBridge Scheduler replaces its keywords
  /// (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html), or the
  /// service's own event (https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-scheduled.html).
  ///
  /// `execution` names the attempt, which is counted from 1.
  func encoded(due: Instant, execution: String, attempt: Int) -> [UInt8] {
    // AWS's times have no fraction.
    let time = Instant(seconds: due.seconds).description
    guard var input = schedule.input else { return ownEvent(time, id: execution) }
    if case .scheduler = schedule.service {
      let keywords = [
        "<aws.scheduler.schedule-arn>": arn, "<aws.scheduler.scheduled-time>": time,
        "<aws.scheduler.execution-id>": execution, "<aws.scheduler.attempt-number>": String(attempt),
      ]
      for (keyword, value) in keywords { input.replace(keyword, with: value) }
    }
    return Array(input.utf8)
  }

  /// A rule's `detail` is an object, the Scheduler's default is the text of one.
  private func ownEvent(_ time: String, id: String) -> [UInt8] {
    let (source, detail): (JSON, JSON) =
      switch schedule.service {
      case .scheduler: ("aws.scheduler", "{}")
      case .rule: ("aws.events", [:])
      }
    let event: JSON = [
      "version": "0", "id": .string(id), "detail-type": "Scheduled Event", "source": source,
      "account": .string(account), "time": .string(time), "region": .string(region),
      "resources": [.string(arn)], "detail": detail,
    ]
    return event.encoded()
  }
}
