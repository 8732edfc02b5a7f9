internal import Core
internal import Testing

@Suite("A handler knows its invocation") struct ContextTests {
  private func answer(_ headers: String...) throws -> JSON {
    try RunningFunction.echo().invoke(1, headers: headers).json
  }

  @Test("Client, identity and tenant of the caller") func caller() throws {
    let answer = try answer(
      #"Lambda-Runtime-Client-Context: {"client":{"app_title":"é"},"custom":{"a":"b"}}"#,
      #"Lambda-Runtime-Cognito-Identity: {"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}"#,
      "Lambda-Runtime-Aws-Tenant-Id: tenant-7")
    #expect(answer["clientContext"] == ["client": ["app_title": "é"], "custom": ["a": "b"]])
    #expect(answer["cognitoIdentity"] == ["i", "p"])
    #expect(answer["tenantID"] == "tenant-7")
  }

  @Test("What is absent is nil") func absent() throws {
    let answer = try answer()
    for name in ["clientContext", "cognitoIdentity", "tenantID", "traceVariable"] {
      #expect(answer[name] == .null)
    }
  }

  @Test("What is malformed is nil too", arguments: ["", "{", "[1", "nul", "{} {}", "\u{FFFD}"])
  func malformed(value: String) throws {
    let answer = try answer(
      "Lambda-Runtime-Client-Context: \(value)", "Lambda-Runtime-Cognito-Identity: \(value)")
    #expect(answer["clientContext"] == .null)
    #expect(answer["cognitoIdentity"] == .null)
  }

  @Test("An identity of another form is none", arguments: ["[]", "1", "{}", #"{"cognitoIdentityId":1}"#])
  func otherForm(value: String) throws {
    #expect(try answer("Lambda-Runtime-Cognito-Identity: \(value)")["cognitoIdentity"] == .null)
  }

  @Test("The trace variable is that of the invocation at hand, of any length, or unset")
  func traceVariable() throws {
    let function = try RunningFunction.echo()
    let traces = [
      "Root=1", nil, "Root=2;Sampled=1", String(repeating: "x", count: 5000), "short", nil, nil, "last",
    ]
    for (count, trace) in traces.enumerated() {
      let headers = trace.map { ["Lambda-Runtime-Trace-Id: \($0)"] } ?? []
      let answer = try function.invoke(1, as: "r-\(count)", headers: headers).json
      #expect(answer["traceVariable"] == JSON(trace))
    }
  }

  @Test("A traced error carries its cause for X-Ray, when a header field can hold it")
  func cause() throws {
    let function = try RunningFunction.echo()
    let traced = ["Lambda-Runtime-Trace-Id: Root=1"]
    let failed = try function.invoke(["message": "no"], headers: traced)
    let cause = try JSON(parsing: failed.headers["lambda-runtime-function-xray-error-cause"] ?? "")
    #expect(cause["exceptions"]?[0]?["type"] == "Function.EchoFailure")
    #expect(cause["exceptions"]?[0]?["message"] == "no")
    for message in ["é", String(repeating: "x", count: 10_000)] {
      let failed = try function.invoke(["message": .string(message)], headers: traced)
      #expect(failed.headers["lambda-runtime-function-xray-error-cause"] == nil)
      #expect(try failed.json["errorMessage"] == .string(message))
    }
    #expect(try function.invoke(["message": "no"]).headers["lambda-runtime-function-xray-error-cause"] == nil)
  }
}
