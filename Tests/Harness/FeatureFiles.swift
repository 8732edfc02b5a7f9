internal import Glibc

/// What lies in the folder of each feature: its functions, its part of the template, its part of the API description.
package enum FeatureFiles {
  /// Every function with the folder of its feature.
  package static func functions() throws -> [(name: String, feature: String)] {
    try TextFile.names(in: "Functions").filter { !$0.contains(".") }.flatMap { feature in
      try TextFile.names(in: "Functions/\(feature)").filter { !$0.contains(".") }.map { ($0, feature) }
    }
  }

  /// The text by feature, of those that have such a file.
  package static func read(_ name: String) throws -> [(feature: String, text: String)] {
    try TextFile.names(in: "Functions").filter { access("Functions/\($0)/\(name)", F_OK) == 0 }
      .map { ($0, try TextFile.read("Functions/\($0)/\(name)")) }
  }

  /// Copies the template and its parts, to be changed and run, and returns where they are: the root's path first.
  package static func copyTemplate(to directory: String) throws -> [String] {
    var paths = [directory + "/template.yaml"]
    try TextFile.write(TextFile.read("template.yaml"), to: paths[0])
    for part in try read("template.yaml") {
      let folder = "\(directory)/Functions/\(part.feature)"
      _ = try ChildProcess.run("/bin/mkdir", ["-p", folder])
      paths.append(folder + "/template.yaml")
      try TextFile.write(part.text, to: folder + "/template.yaml")
    }
    return paths
  }
}
