/// Names of errors as runtimes report them. Lambda keeps those of the form `Function.Name` and `Runtime.Name`, of
/// letters only, and calls all others unknown
/// (https://github.com/aws/aws-lambda-runtime-interface-emulator, `fatalerror`).
enum ErrorType {
  static func known(_ type: String?) -> String {
    guard let type else { return "Function.Unknown" }
    let parts = type.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "Runtime" || parts[0] == "Function" else { return "Runtime.Unknown" }
    let name = parts[1].utf8
    let isName =
      name.count > 1 && name.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
      && (0x41...0x5A).contains(name.first ?? 0)
    return isName ? type : "\(parts[0]).Unknown"
  }
}
