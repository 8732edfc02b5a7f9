internal import Core

/// A picture to publish: 320 × 320 pixels of grey.
enum SampleImage {
  /// A baseline JPEG (ITU T.81): one component, one quantization table, and Huffman tables of a single code,
  /// so that each of the 1600 blocks is the two bits "same as before, nothing more".
  static let jpeg: [UInt8] = {
    let head =
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8"
      + "ybqmx5moq6T/wAALCAFAAUABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8A"
    let blocks = [UInt8](repeating: 0, count: 400)
    return (Base64.decode(head) ?? []) + blocks + [0xFF, 0xD9]
  }()
}
