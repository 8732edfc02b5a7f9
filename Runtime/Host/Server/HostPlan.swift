internal import HostQueues
internal import HostSchedules
package import HostTemplate

/// A template that was looked at to its end, with the expressions in it read.
///
/// Made by whoever starts a host and by whoever only asks whether one could be started: both refuse the same, and for
/// all reasons at once.
package struct HostPlan: Sendable {
  let template: Template
  /// By the logical id of the function, in the order of its sources and schedules.
  private let filters: [String: [QueueFilter]]
  private let recurrences: [String: [Recurrence]]

  package init(_ template: Template) throws(HostError) {
    self.template = template
    var problems = Self.problems(ofQueues: template.queues)
    var filters: [String: [QueueFilter]] = [:]
    var recurrences: [String: [Recurrence]] = [:]
    for function in template.functions {
      for source in function.queueSources {
        problems += source.problems(for: function, of: template.queues)
        do throws(EventPatternError) {
          filters[function.logicalID, default: []].append(try QueueFilter(source.filters))
        } catch {
          problems.append("\(function.logicalID): FilterCriteria: \(error.reason)")
        }
      }
      for schedule in function.schedules {
        do throws(ScheduleError) {
          recurrences[function.logicalID, default: []].append(try Self.recurrence(schedule))
        } catch {
          problems.append("\(schedule.name): \(error.reason)")
        }
      }
    }
    guard problems.isEmpty else { throw HostError(problems: problems) }
    self.filters = filters
    self.recurrences = recurrences
  }

  func sources(of function: FunctionResource) -> [(source: QueueSource, filter: QueueFilter)] {
    zip(function.queueSources, filters[function.logicalID] ?? []).map { (source: $0, filter: $1) }
  }

  func schedules(of function: FunctionResource) -> [(schedule: Schedule, recurrence: Recurrence)] {
    zip(function.schedules, recurrences[function.logicalID] ?? []).map { (schedule: $0, recurrence: $1) }
  }

  /// The functions that have no program, with where it was looked for.
  package func missingPrograms(
    _ configuration: HostConfiguration
  ) -> [(function: String, program: String)] {
    template.functions.compactMap { function in
      let program = LaunchPlan.program(of: function, configuration)
      return LaunchPlan.isThere(program) ? nil : (function.logicalID, program)
    }
  }

  /// Where the programs of all functions are.
  package func programs(_ configuration: HostConfiguration) -> [String] {
    template.functions.map { LaunchPlan.program(of: $0, configuration) }
  }

  private static func problems(ofQueues queues: [QueueResource]) -> [String] {
    let names = Set(queues.map(\.name))
    return queues.compactMap { queue in
      do throws(QueueDefinitionError) {
        try QueueDefinition(queue).validate(among: names)
        return nil
      } catch {
        return error.description
      }
    }
  }

  private static func recurrence(_ schedule: Schedule) throws(ScheduleError) -> Recurrence {
    let dialect: ScheduleExpression.Dialect =
      switch schedule.service {
      case .scheduler: .scheduler
      case .rule: .rule
      }
    return try Recurrence(
      schedule.expression, as: dialect, timeZone: schedule.timeZone, startDate: schedule.startDate,
      endDate: schedule.endDate)
  }
}
