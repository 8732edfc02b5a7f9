internal import Glibc
internal import Harness

/// A cron expression made together with what it means, so that nothing has to be parsed to know it.
struct RandomExpression {
  typealias Day = (tm) -> Bool

  let text: String
  let minutes: Set<Int>
  let hours: Set<Int>
  let months: Set<Int>
  let years: Set<Int>
  let isWanted: Day

  init(_ generator: inout SeededGenerator) {
    let minute = Self.numbers(0...59, &generator)
    let hour = Self.numbers(0...23, &generator)
    // Most months and years: what is rare is found by no stepper.
    let month = Bool.random(using: &generator) ? Self.numbers(1...12, &generator) : ("*", Set(1...12))
    let day = Self.day(&generator)
    text = "cron(\(minute.text) \(hour.text) \(day.month) \(month.0) \(day.week) *)"
    (minutes, hours, months, years) = (minute.values, hour.values, month.1, Set(1970...2199))
    isWanted = day.isWanted
  }

  private static func numbers(
    _ range: ClosedRange<Int>, _ generator: inout SeededGenerator, steps: Bool = true
  ) -> (text: String, values: Set<Int>) {
    var parts: [String] = []
    var values: Set<Int> = []
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let low = Int.random(in: range, using: &generator)
      let high = Int.random(in: low...range.upperBound, using: &generator)
      let step = Int.random(in: 1...10, using: &generator)
      switch Int.random(in: 0..<(steps ? 5 : 2), using: &generator) {
      case 0:
        parts.append("\(low)")
        values.insert(low)
      case 1:
        parts.append("\(low)-\(high)")
        values.formUnion(low...high)
      case 2:
        parts.append("\(low)/\(step)")
        values.formUnion(range.filter { $0 >= low && ($0 - low) % step == 0 })
      case 3:
        parts.append("\(low)-\(high)/\(step)")
        values.formUnion((low...high).filter { ($0 - low) % step == 0 })
      default:
        parts.append("*/\(step)")
        values.formUnion(range.filter { ($0 - range.lowerBound) % step == 0 })
      }
    }
    return (parts.joined(separator: ","), values)
  }

  private static func day(
    _ generator: inout SeededGenerator
  ) -> (month: String, week: String, isWanted: Day) {
    let date = Int.random(in: 1...31, using: &generator)
    let weekday = Int.random(in: 1...7, using: &generator)
    switch Int.random(in: 0..<9, using: &generator) {
    case 0: return ("*", "?", { _ in true })
    case 1: return ("?", "*", { _ in true })
    case 2:
      let numbers = numbers(1...31, &generator)
      return (numbers.text, "?", { numbers.values.contains(Int($0.tm_mday)) })
    case 3:
      let numbers = numbers(1...7, &generator, steps: false)
      return ("?", numbers.text, { numbers.values.contains(Int($0.tm_wday) + 1) })
    case 4: return ("L", "?", { moved($0, by: 1).tm_mday == 1 })
    case 5: return ("\(date)W", "?", { isNearestWeekday($0, to: date) })
    case 6: return ("?", "L", { $0.tm_wday == 6 })
    case 7:
      return ("?", "\(weekday)L", { $0.tm_wday + 1 == weekday && moved($0, by: 7).tm_mon != $0.tm_mon })
    default:
      let count = Int.random(in: 1...5, using: &generator)
      return (
        "?", "\(weekday)#\(count)", { $0.tm_wday + 1 == weekday && (Int($0.tm_mday) - 1) / 7 + 1 == count }
      )
    }
  }

  private static func moved(_ date: tm, by days: Int32) -> tm {
    var date = date
    date.tm_mday += days
    timegm(&date)
    return date
  }

  /// Whether no other day from Monday to Friday of the month is nearer to its `date`th, which it must have.
  private static func isNearestWeekday(_ day: tm, to date: Int) -> Bool {
    let target = moved(day, by: Int32(date) - day.tm_mday)
    guard target.tm_mon == day.tm_mon, (1...5).contains(day.tm_wday) else { return false }
    let distance = abs(Int(day.tm_mday) - date)
    return (-2...2).allSatisfy { shift in
      let other = moved(target, by: Int32(shift))
      let counts = other.tm_mon == target.tm_mon && (1...5).contains(other.tm_wday)
      return !counts || abs(shift) >= distance
    }
  }
}
