internal import Core

/// Looks for secrets in texts, as they are and in the forms that logs could have given them.
struct SecretFinder {
  /// What the secret is, by which it is reported.
  private(set) var kinds: Set<String> = []
  private(set) var count = 0
  private var forms: [(kind: String, form: String, bytes: [UInt8])] = []

  /// A secret of fewer characters would be found by chance.
  static let shortest = 12

  mutating func add(_ kind: String, _ secret: String?) {
    guard let secret, secret.utf8.count >= Self.shortest else { return }
    kinds.insert(kind)
    count += 1
    forms += Self.forms(of: secret).map { (kind, $0.name, $0.bytes) }
  }

  /// The secret as text and as a part of what was encoded as a whole.
  static func forms(of secret: String) -> [(name: String, bytes: [UInt8])] {
    let bytes = Array(secret.utf8)
    let hex = Hex.encode(bytes)
    var forms: [(name: String, bytes: [UInt8])] = [
      ("as it is", bytes), ("hex", Array(hex.utf8)), ("HEX", Array(hex.uppercased().utf8)),
      ("JSON", Array(JSON.string(secret).text.dropFirst().dropLast().utf8)),
      ("percent", Array(PercentEncoding.encode(secret).utf8)),
      ("form", Array(PercentEncoding.encode(secret).replacing("%20", with: "+").utf8)),
    ]
    // In base 64 a text looks different by where it begins in a group of three bytes; ends depend on what is beside it.
    for offset in 0..<3 {
      let text = Base64.encode([UInt8](repeating: 0, count: offset) + bytes)
      let stable = Array(
        text.utf8.filter { $0 != UInt8(ascii: "=") }.dropFirst(offset == 0 ? 0 : offset + 1).dropLast(2))
      forms.append(("base 64, \(offset)", stable))
      let url = stable.map {
        $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
      }
      forms.append(("base 64 of URLs, \(offset)", url))
    }
    return forms
  }

  /// What is found in the text, each form once, with what stands around it.
  func find(in text: String) -> [(kind: String, form: String, context: String)] {
    let bytes = Array(text.utf8)
    let byStart = Dictionary(grouping: forms.indices) { Self.window(forms[$0].bytes.prefix(8)) }
    var places: [Int: Int] = [:]
    var window: UInt64 = 0
    for (end, byte) in bytes.enumerated() {
      window = window << 8 | UInt64(byte)
      for form in byStart[window] ?? [] where bytes[max(0, end - 7)...].starts(with: forms[form].bytes) {
        places[form] = end - 7
      }
    }
    return places.sorted { $0.key < $1.key }.map { form, place in
      let around = bytes[max(0, place - 120)..<min(bytes.count, place + forms[form].bytes.count + 20)]
      return (forms[form].kind, forms[form].form, String(decoding: around, as: UTF8.self))
    }
  }

  private static func window(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
