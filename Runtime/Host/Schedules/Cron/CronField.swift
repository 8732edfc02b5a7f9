/// One field of a cron expression that holds numbers: lists, ranges, steps and names.
struct CronField {
  let name: String
  let range: ClosedRange<Int>
  /// What stands for the numbers of the range, in their order; empty when there are no names.
  var names: [String] = []
  var allowsSteps = true

  static let minutes = CronField(name: "minutes", range: 0...59)
  static let hours = CronField(name: "hours", range: 0...23)
  static let dayOfMonth = CronField(name: "day-of-month", range: 1...31)
  static let month = CronField(
    name: "month", range: 1...12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
  /// 1 is Sunday. AWS's table has no `/` here.
  static let dayOfWeek = CronField(
    name: "day-of-week", range: 1...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
    allowsSteps: false)
  static let year = CronField(name: "year", range: 1970...2199)

  /// The numbers that the text stands for, ascending.
  func values(_ text: Substring) throws(ScheduleError) -> [Int] {
    var values: Set<Int> = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      values.formUnion(try numbers(of: item))
    }
    return values.sorted()
  }

  /// `*`, `5`, `5-10`, `5/10`, `*/10` or `5-20/10`.
  private func numbers(of item: Substring) throws(ScheduleError) -> StrideThrough<Int> {
    let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 1 || allowsSteps else { throw ScheduleError("\(name) takes no '/': '\(item)'") }
    let step = parts.count == 2 ? Self.digits(parts[1]) : 1
    guard let step, (1...range.count - 1).contains(step) else {
      throw ScheduleError("the step in '\(item)' is not 1 to \(range.count - 1)")
    }
    if parts[0] == "*" { return stride(from: range.lowerBound, through: range.upperBound, by: step) }
    let bounds = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    var numbers: [Int] = []
    for bound in bounds { numbers.append(try number(bound)) }
    guard let first = numbers.first, let last = numbers.last else { throw notUnderstood(item) }
    guard first <= last else { throw ScheduleError("the range '\(item)' of \(name) runs backwards") }
    // `5/10` goes on to the end of the range, a bare `5` does not.
    let isOpen = numbers.count == 1 && parts.count == 2
    return stride(from: first, through: isOpen ? range.upperBound : last, by: step)
  }

  /// One value of this field, by number or by name.
  func number(_ text: Substring) throws(ScheduleError) -> Int {
    if let index = names.firstIndex(of: String(text)) { return range.lowerBound + index }
    guard let number = Self.digits(text) else { throw notUnderstood(text) }
    guard range.contains(number) else {
      throw ScheduleError("\(name) must be \(range.lowerBound) to \(range.upperBound), not '\(text)'")
    }
    return number
  }

  /// A number without a sign.
  static func digits(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  private func notUnderstood(_ text: Substring) -> ScheduleError {
    ScheduleError("'\(text)' is not understood as \(name)")
  }
}
