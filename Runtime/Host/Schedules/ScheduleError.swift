/// What is wrong with a schedule, as a sentence part.
package struct ScheduleError: Error {
  package let reason: String

  init(_ reason: String) { self.reason = reason }
}
