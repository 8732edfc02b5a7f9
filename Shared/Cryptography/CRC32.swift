/// CRC-32 as in Ethernet and zip (ISO 3309; the polynomial 04C11DB7, reflected). It finds slips of the pen, never intent.
package enum CRC32 {
  package static func checksum(of message: some Sequence<UInt8>) -> UInt32 {
    ~message.reduce(~0) { remainder, byte in
      (0..<8).reduce(remainder ^ UInt32(byte)) { value, _ in
        value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0)
      }
    }
  }
}
