/// The Swift sources of the checkout, for tests that read them as text.
package enum SwiftSources {
  /// Those below a directory, in the order of their names, each with its path.
  package static func read(below directory: String) throws -> [(path: String, text: String)] {
    try TextFile.names(in: directory).flatMap { name -> [(path: String, text: String)] in
      let path = "\(directory)/\(name)"
      if name.hasSuffix(".swift") { return [(path, try TextFile.read(path))] }
      // What has another ending is no folder.
      return name.contains(".") ? [] : try read(below: path)
    }
  }
}
