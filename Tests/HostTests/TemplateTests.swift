internal import Harness
internal import HostTemplate
internal import Testing

@Suite("A SAM template is read as CloudFormation reads it") struct TemplateTests {
  @Test(
    "Intrinsic functions are resolved",
    arguments: [
      ("!Ref Stage", "test"), ("!Ref AWS::Region", "local"), ("!Ref Work", "http://q/000000000000/work-test"),
      ("!GetAtt Work.Arn", "arn:aws:sqs:local:000000000000:work-test"),
      ("!GetAtt Work.QueueName", "work-test"),
      ("!GetAtt Worker.Arn", "arn:aws:lambda:local:000000000000:function:Worker"),
      ("Fn::GetAtt: [Work, Arn]", "arn:aws:sqs:local:000000000000:work-test"),
      ("!Sub \"${Stage}-${Work.QueueName}-${!Stage}\"", "test-work-test-${Stage}"),
      ("!Sub [\"${a}/${Stage}\", {a: !Ref Stage}]", "test/test"),
      ("!Join [\"-\", [a, !Ref Stage, b]]", "a-test-b"), ("!If [IsTest, yes, no]", "yes"),
      ("!If [IsLive, yes, no]", "no"), ("!If [IsNeither, yes, no]", "yes"), ("000000000001", "000000000001"),
      ("42", "42"), ("true", "true"),
    ])
  func intrinsics(_ expression: String, _ expected: String) throws {
    let value = expression.hasPrefix("Fn::") ? "{\(expression)}" : expression
    let template = try parse(sample.replacing("VALUE: x", with: "VALUE: \(value)"))
    let worker = try #require(template.functions.first { $0.name == "Worker" })
    #expect(worker.environment.first { $0.name == "VALUE" }?.value == expected)
  }

  @Test("Globals are merged member by member, and AWS::NoValue leaves a variable out")
  func globals() throws {
    let template = try parse(sample.replacing("VALUE: x", with: "VALUE: !Ref AWS::NoValue"))
    let worker = try #require(template.functions.first { $0.name == "Worker" })
    #expect(worker.timeout == 20)
    #expect(worker.memory == 512)
    #expect(worker.environment.map { "\($0.name)=\($0.value)" }.sorted() == ["SHARED=own", "STAGE=test"])
    let reader = try #require(template.functions.first { $0.name == "reader" })
    #expect(reader.logicalID == "Reader")
    #expect(reader.timeout == 7)
    #expect(reader.environment.map(\.value) == ["general"])
  }

  @Test("Events become routes, queue sources and schedules; those under a false condition are left out")
  func events() throws {
    let template = try parse(sample)
    let reader = try #require(template.functions.first { $0.name == "reader" })
    #expect(reader.routes.map(\.key) == ["GET /things/{id}", "ANY /files/{path+}"])
    let worker = try #require(template.functions.first { $0.name == "Worker" })
    let source = try #require(worker.queueSources.first)
    #expect(source.queueName == "work-test")
    #expect(source.batchSize == 5)
    #expect(source.maximumConcurrency == 4)
    #expect(source.reportsBatchItemFailures)
    #expect(worker.schedules.map(\.name) == ["Worker/Nightly"])
    #expect(worker.schedules.map(\.timeZone) == ["Europe/Berlin"])
    #expect(worker.schedules.map(\.input) == [#"{"a":1}"#])
    let queue = try #require(template.queues.first { $0.name == "work-test" })
    #expect(queue.visibilityTimeout == 120)
    #expect(queue.redrive?.deadLetterQueue == "Dead")
    #expect(queue.redrive?.maxReceiveCount == 3)
    #expect(!template.functions.contains { $0.name == "OnlyLive" })
  }

  @Test("Every mistake is named at once, with its place")
  func mistakes() throws {
    let text = """
      Parameters:
        Secret: {Type: String, NoEcho: true}
        Size: {Type: String, AllowedValues: [small, large], Default: huge}
      Conditions:
        Loop: !Condition Loop
      Resources:
        First:
          Type: AWS::Serverless::Function
          Properties:
            Timeout: 901
            Environment: {Variables: {A: !Ref Nowhere, B: [1], C: !GetAtt First.Colour, D: !Select [0, [a]], E: !Ref Secret}}
            Events:
              Http: {Type: HttpApi, Properties: {Path: things, Method: get}}
              Queue: {Type: SQS, Properties: {Queue: !If [Missing, a, b]}}
        Second: {Type: AWS::Serverless::Function, Condition: Loop}
        Work: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 901, QueueName: same}}
        More: {Type: AWS::SQS::Queue, Properties: {QueueName: same}}
      """
    let error = #expect(throws: TemplateError.self) { _ = try parse(text) }
    let problems = try #require(error?.problems)
    let expected = [
      "parameter Secret has no value", "parameter Size is none of its AllowedValues",
      "Timeout must be 1 to 900",
      "refers to Nowhere", "Variables.B must be text", "First.Colour", "Fn::Select, which is not supported",
      "Path must begin with '/'", "the condition Missing", "is not the ARN of a queue",
      "Loop depends on itself",
      "DelaySeconds must be 0 to 900", "two queues are named same",
    ]
    for text in expected { #expect(problems.contains { $0.contains(text) }, "\(text) in \(problems)") }
    #expect(problems.count == expected.count, "\(problems)")
  }

  @Test("What is no template is refused with a reason", arguments: ["", "Resources: [", "a: 1", "- 1"])
  func noTemplate(_ text: String) {
    #expect(throws: TemplateError.self) { _ = try parse(text) }
  }

  @Test("The bundle's own template needs its secrets, and resolves with them")
  func ownTemplate() throws {
    let text = try TextFile.read("template.yaml")
    var document = try TemplateDocument(parsing: text)
    #expect(document.parts.count >= 12)
    for folder in document.parts {
      try document.add(
        TemplateDocument(parsing: TextFile.read(folder + "/template.yaml")), from: folder)
    }
    let surroundings = TemplateSurroundings(queueBaseURL: "http://q")
    let error = #expect(throws: TemplateError.self) {
      _ = try Template(document, parameters: [:], surroundings: surroundings)
    }
    let missing = try #require(error?.problems).compactMap { problem -> String? in
      let words = problem.split(separator: " ")
      return words.first == "parameter" && problem.hasSuffix("no value and no default")
        ? String(words[1]) : nil
    }
    #expect(missing.count == error?.problems.count)
    let secrets = noEchoParameters(of: text)
    #expect(secrets.count >= 5)
    // Nobody has to let Google or Microsoft sign people in.
    #expect(Set(secrets).subtracting(missing) == ["SignInApplications"])
    let template = try Template(
      document, parameters: Dictionary(missing.map { ($0, "given") }) { $1 }, surroundings: surroundings)
    #expect(template.functions.count >= 100)
    let dispatcher = try #require(template.functions.first { $0.name == "DispatchDueDeliveries" })
    let queueURL = dispatcher.environment.first { $0.name == "PUBLISH_QUEUE_URL" }?.value
    #expect(queueURL == "http://q/000000000000/PublishQueue")
  }

  @Test("A part adds resources, which nothing else declares, and nothing besides")
  func parts() throws {
    var document = try TemplateDocument(
      parsing: "Metadata: {Parts: [A]}\nResources: {One: {Type: AWS::SQS::Queue}}")
    #expect(document.parts == ["A"])
    try document.add(TemplateDocument(parsing: "Resources: {Two: {Type: AWS::SQS::Queue}}"), from: "A")
    let template = try Template(
      document, parameters: [:], surroundings: TemplateSurroundings(queueBaseURL: "http://q"))
    #expect(template.queues.map(\.name) == ["One", "Two"])
    for (text, problem) in [
      ("Resources: {One: {Type: AWS::SQS::Queue}}", "A: One is declared twice"),
      ("Resources: {}\nOutputs: {}", "A: a part has Resources, and nothing else"),
    ] {
      let part = try TemplateDocument(parsing: text)
      let error = #expect(throws: TemplateError.self) { try document.add(part, from: "A") }
      #expect(error?.problems == [problem])
    }
  }

  /// The names of the parameters that say `NoEcho: true`.
  private func noEchoParameters(of text: String) -> [String] {
    var name = ""
    var names: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("  "), !line.hasPrefix("   "), line.hasSuffix(":") {
        name = line.dropFirst(2).dropLast() + ""
      }
      if line.hasPrefix("    NoEcho: true") { names.append(name) }
    }
    return names
  }

  private func parse(_ text: String, parameters: [String: String] = ["Stage": "test"]) throws -> Template {
    try Template(
      TemplateDocument(parsing: text), parameters: parameters,
      surroundings: TemplateSurroundings(queueBaseURL: "http://q"))
  }

  private let sample = """
    Parameters:
      Stage: {Type: String}
    Conditions:
      IsTest: !Equals [!Ref Stage, test]
      IsLive: !Not [!Condition IsTest]
      IsNeither: !And [!Or [!Condition IsTest, !Condition IsLive], !Equals [a, a]]
    Globals:
      Function:
        Timeout: 7
        Environment: {Variables: {SHARED: general}}
    Resources:
      Work:
        Type: AWS::SQS::Queue
        Properties:
          QueueName: !Sub work-${Stage}
          VisibilityTimeout: 120
          RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
      Dead: {Type: AWS::SQS::Queue}
      Worker:
        Type: AWS::Serverless::Function
        Properties:
          Timeout: 20
          MemorySize: 512
          Environment:
            Variables:
              SHARED: own
              STAGE: !Ref Stage
              VALUE: x
          Events:
            Queue:
              Type: SQS
              Properties:
                Queue: !GetAtt Work.Arn
                BatchSize: 5
                ScalingConfig: {MaximumConcurrency: 4}
                FunctionResponseTypes: [ReportBatchItemFailures]
            Nightly:
              Type: ScheduleV2
              Properties:
                ScheduleExpression: cron(0 2 * * ? *)
                ScheduleExpressionTimezone: Europe/Berlin
                Input: '{"a":1}'
            Off:
              Type: ScheduleV2
              Properties: {ScheduleExpression: rate(1 minute), State: DISABLED}
      Reader:
        Type: AWS::Serverless::Function
        Properties:
          FunctionName: reader
          Events:
            Show: {Type: HttpApi, Properties: {Path: "/things/{id}", Method: get}}
            Files: {Type: HttpApi, Properties: {Path: "/files/{path+}"}}
      OnlyLive:
        Type: AWS::Serverless::Function
        Condition: IsLive
    """
}
