/// The days that a cron expression means: its day-of-month and day-of-week fields, one of which is `?`.
enum CronDays: Sendable {
  case every
  case daysOfMonth([Int])
  /// `L`
  case lastDay
  /// `15W`: the day from Monday to Friday that is nearest to the 15th of the same month. A month without that day
  /// has none.
  case nearestWeekday(Int)
  /// 1 is Sunday.
  case daysOfWeek([Int])
  /// `6L`: the last Friday.
  case last(dayOfWeek: Int)
  /// `6#2`: the second Friday.
  case nth(Int, dayOfWeek: Int)

  /// What AWS's table of wildcards does not explain is refused: `LW`, `L-3`, and `L`, `W` or `#` in lists.
  init(dayOfMonth: Substring, dayOfWeek: Substring) throws(ScheduleError) {
    switch (dayOfMonth, dayOfWeek) {
    case ("?", "?"): throw ScheduleError("only one of day-of-month and day-of-week can be '?'")
    case ("*", "?"), ("?", "*"): self = .every
    case (_, "?"): self = try Self.ofMonth(dayOfMonth)
    case ("?", _): self = try Self.ofWeek(dayOfWeek)
    default: throw ScheduleError("one of day-of-month and day-of-week must be '?'")
    }
  }

  private static func ofMonth(_ text: Substring) throws(ScheduleError) -> CronDays {
    if text == "L" { return .lastDay }
    if text.hasSuffix("W"), text.first?.isNumber == true {
      return .nearestWeekday(try CronField.dayOfMonth.number(text.dropLast()))
    }
    if text.contains("L") || text.contains("W") {
      throw ScheduleError("'\(text)': day-of-month takes L alone, or one number followed by W")
    }
    return .daysOfMonth(try CronField.dayOfMonth.values(text))
  }

  private static func ofWeek(_ text: Substring) throws(ScheduleError) -> CronDays {
    let field = CronField.dayOfWeek
    // The last day of the week.
    if text == "L" { return .daysOfWeek([7]) }
    if text.hasSuffix("L") { return .last(dayOfWeek: try field.number(text.dropLast())) }
    guard text.contains("#") else { return .daysOfWeek(try field.values(text)) }
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = CronField.digits(parts[1]), (1...5).contains(count) else {
      throw ScheduleError("'\(text)': day-of-week takes one day and '#1' to '#5'")
    }
    return .nth(count, dayOfWeek: try field.number(parts[0]))
  }

  /// The days of a month of `length` days whose first is the weekday `first` (1 is Sunday), ascending.
  func days(inMonthOf length: Int, beginningOn first: Int) -> [Int] {
    func dayOfWeek(_ day: Int) -> Int { (first - 1 + day - 1) % 7 + 1 }
    switch self {
    case .every: return Array(1...length)
    case .daysOfMonth(let days): return days.filter { $0 <= length }
    case .lastDay: return [length]
    case .daysOfWeek(let wanted): return (1...length).filter { wanted.contains(dayOfWeek($0)) }
    case .last(let wanted): return Array((1...length).filter { dayOfWeek($0) == wanted }.suffix(1))
    case .nth(let count, let wanted):
      let all = (1...length).filter { dayOfWeek($0) == wanted }
      return all.count >= count ? [all[count - 1]] : []
    case .nearestWeekday(let day):
      guard day <= length else { return [] }
      switch dayOfWeek(day) {
      case 7: return [day > 1 ? day - 1 : day + 2]
      case 1: return [day < length ? day + 1 : day - 2]
      default: return [day]
      }
    }
  }
}
