/// A role that functions connect as.
struct DatabaseRole {
  /// The template parameter that holds its address.
  let parameter: String
  let name: String

  /// The kept parameter that holds its password in the private cluster: `WorkerDatabaseUrl`, `WorkerDatabasePassword`.
  var passwordParameter: String { parameter.dropLast("Url".count) + "Password" }
}
