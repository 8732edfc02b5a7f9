/// A reflected CRC that begins with ones and is inverted at the end, as CRC-32, CRC-32C and CRC-64/NVME are
/// (https://reveng.sourceforge.io/crc-catalogue/all.htm).
struct CyclicRedundancyCode: Sendable {
  static let crc32 = CyclicRedundancyCode(polynomial: 0xEDB8_8320, width: 32)
  static let crc32c = CyclicRedundancyCode(polynomial: 0x82F6_3B78, width: 32)
  static let crc64nvme = CyclicRedundancyCode(polynomial: 0x9A6C_9329_AC4B_C9B5, width: 64)

  private let width: Int
  private let polynomial: UInt64
  private let ones: UInt64
  /// For a byte that eight, seven, … other bytes follow: eight bytes are taken in at once.
  private let tables: [UInt64]

  /// `polynomial` with its bits in reverse.
  private init(polynomial: UInt64, width: Int) {
    self.width = width
    self.polynomial = polynomial
    ones = width == 64 ? .max : (1 << UInt64(width)) - 1
    var tables = [UInt64](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt64(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1
      }
    }
    for index in 256..<2048 {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    self.tables = tables
  }

  /// The code of what gave `code` with `bytes` after it; 0 is the code of nothing.
  func extend(_ code: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
    tables.withUnsafeBufferPointer { tables in
      var value = code ^ ones
      var index = 0
      while index + 8 <= bytes.count {
        let word = value ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        value =
          tables[1792 + Int(word & 0xFF)] ^ tables[1536 + Int(word >> 8 & 0xFF)]
          ^ tables[1280 + Int(word >> 16 & 0xFF)] ^ tables[1024 + Int(word >> 24 & 0xFF)]
        value ^=
          tables[768 + Int(word >> 32 & 0xFF)] ^ tables[512 + Int(word >> 40 & 0xFF)]
          ^ tables[256 + Int(word >> 48 & 0xFF)] ^ tables[Int(word >> 56)]
        index += 8
      }
      while index < bytes.count {
        value = value >> 8 ^ tables[Int((value ^ UInt64(bytes[index])) & 0xFF)]
        index += 1
      }
      return value ^ ones
    }
  }

  /// The code of two texts one after the other, of which the second has `length` bytes.
  func combine(_ first: UInt64, _ second: UInt64, length: Int) -> UInt64 {
    // Multiplies the first by x to the power of eight times the length, modulo the polynomial, by squaring.
    var power: [UInt64] = (0..<width).map { 1 << UInt64($0) }
    var square = (0..<width).map { bit in
      let value: UInt64 = 1 << UInt64(bit)
      return (0..<8).reduce(value) { value, _ in value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
    }
    var left = length
    while left > 0 {
      if left & 1 == 1 { power = power.map { Self.times(square, $0) } }
      left >>= 1
      square = square.map { Self.times(square, $0) }
    }
    return Self.times(power, first) ^ second
  }

  /// A matrix of bits times a vector.
  private static func times(_ matrix: [UInt64], _ vector: UInt64) -> UInt64 {
    var (result, rest, row) = (UInt64(0), vector, 0)
    while rest != 0 {
      if rest & 1 == 1 { result ^= matrix[row] }
      rest >>= 1
      row += 1
    }
    return result
  }

  /// Big-endian, as it is sent.
  func bytes(_ code: UInt64) -> [UInt8] {
    stride(from: width - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: code >> UInt64($0)) }
  }

  func code(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
