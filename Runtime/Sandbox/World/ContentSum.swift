/// What is kept of bytes that are uploaded piece by piece: their number, their sum (FNV-1a, 64 bits) and the first few, by
/// which the kind of a file is told. It is small, so that an upload goes on after a restart of the sandbox.
struct ContentSum: Equatable {
  private static let headLength = 12

  private(set) var count: Int64 = 0
  private(set) var sum: UInt64 = 0xCBF2_9CE4_8422_2325
  private(set) var head: [UInt8] = []

  init() {}

  init(count: Int64, sum: UInt64, head: [UInt8]) {
    (self.count, self.sum, self.head) = (count, sum, head)
  }

  mutating func add(_ bytes: ArraySlice<UInt8>) {
    if head.count < Self.headLength { head += bytes.prefix(Self.headLength - head.count) }
    var sum = sum
    bytes.withUnsafeBufferPointer { buffer in
      for byte in buffer { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    self.sum = sum
    count += Int64(bytes.count)
  }

  /// MP4 and QuickTime have `ftyp` as their first box, Matroska and WebM begin with EBML.
  var isVideo: Bool {
    head.dropFirst(4).starts(with: "ftyp".utf8) || head.starts(with: [0x1A, 0x45, 0xDF, 0xA3])
  }

  /// As the ledger has it.
  var text: String { "\(count) bytes fnv1a64:" + String(sum, radix: 16) }
}
