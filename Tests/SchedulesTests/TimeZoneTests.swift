internal import Glibc
internal import Harness
internal import HostSchedules
internal import Testing

@Suite("Time zones are those of the system") struct TimeZoneTests {
  /// Made by `make test` from `.ci/requirements.txt`.
  private static let python = ".venv/bin/python3"

  @Test("Every zone has the offsets that Python reads, before, within and after the changes its file lists")
  func offsets() throws {
    try #require(access(Self.python, X_OK) == 0, "\(Self.python) is missing: run `make .venv/ready`")
    let result = try ChildProcess.run(Self.python, ["Tests/ZoneOracle/zone_offsets.py"])
    try #require(result.status == 0, "\(result.output)")
    var zones: [Substring: TimeZone] = [:]
    var (count, wrong): (Int, [Substring]) = (0, [])
    for line in result.output.split(separator: "\n") {
      let words = line.split(separator: " ")
      let zone = try #require(zones[words[0]] ?? TimeZone(String(words[0])), "\(words[0])")
      zones[words[0]] = zone
      let (time, offset) = (try #require(Int64(words[1])), try #require(Int64(words[2])))
      count += 1
      if zone.offset(at: time) != offset { wrong.append(line) }
    }
    #expect(zones.count > 400)
    #expect(count == zones.count * 60)
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(5))")
  }

  @Test(
    "Only zones that the system knows are taken",
    arguments: [
      "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "", "right/Europe/Berlin", "posix/Europe/Berlin",
      "localtime", "posixrules", "Factory", "UTC+8",
    ])
  func unknown(_ name: String) {
    #expect(TimeZone(name) == nil)
  }
}
