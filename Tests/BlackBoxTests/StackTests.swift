internal import Harness
internal import Testing

@Suite("The template becomes stacks that AWS takes") struct StackTests {
  @Test(
    "The README's commands deploy the nested stacks as they stand, with the template's rights, and roll back")
  func readme() throws {
    let result = try Python.run("Tests/AWSStack/deploy_readme.py", [], upTo: .seconds(600))
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains(" functions moved back") && result.output.contains("created "))
  }

  @Test("300 functions of today's mix fit; a resource, a parameter, an output or a letter too many does not")
  func limits() throws {
    let result = try Python.run("Tests/AWSStack/limits_hold.py", [], upTo: .seconds(300))
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("300 functions fit; 7 mistakes were found"))
  }
}
