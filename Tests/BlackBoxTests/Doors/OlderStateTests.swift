internal import Core
internal import Glibc
internal import Harness
internal import Testing

@Suite("A state directory that an earlier version made is carried over") struct OlderStateTests {
  /// What it left: a server that trusts whoever reaches it, a socket for the group of all environments, roles without
  /// passwords, logs and ticks that everybody may read.
  @Test("Its cluster is closed at the next start, and its data are served") func cluster() throws {
    let bundle = try RunningBundle()
    defer { try? bundle.dispose() }
    try bundle.sql(
      """
      alter role clientnest_app password null; alter role clientnest_identity password null;
      grant temporary on database clientnest to public; create table public.kept as select 42 as answer
      """)
    let (data, socket) = (try bundle.databaseDirectory(), try bundle.databaseSocket())
    try bundle.stop()
    try TextFile.write(
      "local all all trust\nhost all all 127.0.0.1/32 trust\n", to: data + "/pg_hba.conf")
    try TextFile.write("", to: data + "/pg_ident.conf")
    try forgetPasswords(bundle.directory + "/parameters.json")
    try TextFile.write("{}", to: bundle.directory + "/ticks.json")
    for name in ["/ticks.json", "/logs/postgresql.log", "/logs/sandbox.log"] {
      #expect(chmod(bundle.directory + name, 0o644) == 0)
    }
    if geteuid() == 0 { #expect(chown(socket, uid_t.max, 400_000) == 0 && chmod(socket, 0o710) == 0) }
    try bundle.start()
    try DatabaseDoorTests.expectClosed(bundle)
    #expect(try bundle.sql("select answer from kept") == "42")
    #expect(
      try bundle.sql("select has_database_privilege('clientnest_app', 'clientnest', 'temporary')") == "f")
    let login: JSON = ["email": "nobody@example.com", "password": "correct horse battery"]
    #expect(try Client(bundle.url).post("/v1/auth/login", login).status == 401)
    var status = stat()
    guard geteuid() == 0 else { return print("not root: the group of the old socket was not looked at") }
    #expect(stat(socket, &status) == 0 && status.st_gid != 400_000)
  }

  private func forgetPasswords(_ path: String) throws {
    let members = try JSON(parsing: TextFile.read(path)).object?.members ?? []
    let kept = members.filter { !$0.name.hasSuffix("Password") && $0.name != "OperatorToken" }
    #expect(kept.count == members.count - 6)
    try TextFile.write(JSON.object(JSONObject(kept)).text, to: path)
  }
}
