/// Names of the Internet in ASCII (RFC 3492, RFC 3490).
enum Punycode {
  private static let base = 36
  private static let least = 1
  private static let most = 26

  /// How long a label is when it is looked up: `bücher` is `xn--bcher-kva`.
  static func length(of label: ArraySlice<Unicode.Scalar>) -> Int {
    let basic = label.count(where: \.isASCII)
    guard basic < label.count else { return basic }
    var length = 4 + basic + (basic > 0 ? 1 : 0)
    var (code, delta, bias, handled) = (128, 0, 72, basic)
    while handled < label.count {
      let next = label.reduce(Int.max) { $1.value >= code ? min($0, Int($1.value)) : $0 }
      delta += (next - code) * (handled + 1)
      code = next
      for scalar in label {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        length += digits(of: delta, bias)
        bias = adapt(delta, handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return length
  }

  private static func digits(of delta: Int, _ bias: Int) -> Int {
    var (rest, count, place) = (delta, 1, base)
    while true {
      let threshold = min(max(place - bias, least), most)
      guard rest >= threshold else { return count }
      rest = (rest - threshold) / (base - threshold)
      count += 1
      place += base
    }
  }

  private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var rest = isFirst ? delta / 700 : delta / 2
    rest += rest / count
    var place = 0
    while rest > (base - least) * most / 2 {
      rest /= base - least
      place += base
    }
    return place + (base - least + 1) * rest / (rest + 38)
  }
}
