internal import Core
internal import Cryptography

/// The attributes a sender gives a message: typed values by name.
struct MessageAttributes {
  private struct Value {
    /// `String`, `Number` or `Binary`, with an optional custom label after a dot.
    let dataType: String
    /// UTF-8 for strings and numbers.
    let bytes: [UInt8]

    var isBinary: Bool { dataType.hasPrefix("Binary") }
    var text: String { isBinary ? Base64.encode(bytes) : String(decoding: bytes, as: UTF8.self) }
  }

  /// Sorted by name.
  private let values: [(name: String, value: Value)]

  private init(values: [(name: String, value: Value)]) { self.values = values }

  /// Reads `MessageAttributes` of a request.
  init(_ members: JSONObject) throws(SQSFailure) {
    guard members.members.count <= 10 else { throw .invalidValue("A message has at most 10 attributes.") }
    var values: [(name: String, value: Value)] = []
    for (name, member) in members.members {
      guard Self.isValidName(name) else {
        throw .invalidValue("The message attribute name '\(name)' is not valid.")
      }
      guard let object = member.object else {
        throw .malformed("Message attribute \(name) is not an object.")
      }
      values.append((name, try Self.value(SQSParameters(object), of: name)))
    }
    self.values = values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Reads what `text` wrote.
  init?(stored: String) {
    guard let members = try? JSON(parsing: stored).object else { return nil }
    try? self.init(members)
  }

  private static func value(_ parameters: SQSParameters, of name: String) throws(SQSFailure) -> Value {
    let dataType = try parameters.requiredString("DataType")
    let kind = dataType.prefix { $0 != "." }
    guard dataType.utf8.count <= 256, ["String", "Number", "Binary"].contains(kind) else {
      throw .invalidValue("The type of message attribute '\(name)' must be String, Number or Binary.")
    }
    let text = try parameters.string(kind == "Binary" ? "BinaryValue" : "StringValue") ?? ""
    guard let bytes = kind == "Binary" ? Base64.decode(text) : Array(text.utf8), !bytes.isEmpty else {
      throw .invalidValue("Message attribute '\(name)' has no value of its type.")
    }
    guard kind != "Number" || Double(text) != nil else {
      throw .invalidValue("Message attribute '\(name)' is not a number.")
    }
    return Value(dataType: dataType, bytes: bytes)
  }

  private static func isValidName(_ name: String) -> Bool {
    let isReserved = name.lowercased().hasPrefix("aws.") || name.lowercased().hasPrefix("amazon.")
    return (1...256).contains(name.utf8.count) && !isReserved && !name.hasPrefix(".") && !name.hasSuffix(".")
      && !name.contains("..")
      && name.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
          || "_-.".unicodeScalars.contains(scalar)
      }
  }

  var isEmpty: Bool { values.isEmpty }

  /// What they add to the size of a message, in bytes.
  var size: Int {
    values.reduce(0) { $0 + $1.name.utf8.count + $1.value.dataType.utf8.count + $1.value.bytes.count }
  }

  /// MD5 over names, types and values, each with its length, in the order of the names.
  /// Source: Amazon SQS Developer Guide, "Calculating the MD5 message digest for message attributes".
  var md5: String {
    var bytes: [UInt8] = []
    func append(_ field: some Collection<UInt8>) {
      let length = UInt32(field.count)
      bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
      bytes += field
    }
    for (name, value) in values {
      append(name.utf8)
      append(value.dataType.utf8)
      bytes.append(value.isBinary ? 2 : 1)
      append(value.bytes)
    }
    return Hex.encode(MD5.hash(bytes))
  }

  /// Those that a receive asks for: by name, by prefix (`order.*`), or all (`All`, `.*`).
  func selected(by names: [String]) -> MessageAttributes {
    guard !names.contains("All"), !names.contains(".*") else { return self }
    return MessageAttributes(
      values: values.filter { attribute in
        names.contains { name in
          name == attribute.name || (name.hasSuffix(".*") && attribute.name.hasPrefix(name.dropLast(2)))
        }
      })
  }

  /// As requests and answers of SQS carry them.
  var wireForm: JSON {
    .object(
      JSONObject(
        values.map { name, value in
          let member = value.isBinary ? "BinaryValue" : "StringValue"
          return (name, .object([member: .string(value.text), "DataType": .string(value.dataType)]))
        }))
  }

  var text: String { wireForm.text }

  /// As an event for a function carries them.
  var eventForm: JSON {
    .object(
      JSONObject(
        values.map { name, value in
          let member = value.isBinary ? "binaryValue" : "stringValue"
          let attribute: JSONObject = [
            member: .string(value.text), "stringListValues": [], "binaryListValues": [],
            "dataType": .string(value.dataType),
          ]
          return (name, .object(attribute))
        }))
  }
}
