internal import Core
internal import Harness
internal import HostTemplate
internal import Testing

@Suite("Schedules and WebSocket APIs are read from a template as SAM and CloudFormation read them")
struct ScheduleTemplateTests {
  @Test("Every property of a schedule is read, with AWS's defaults")
  func schedules() throws {
    let template = try parse(
      """
      Resources:
        Dead: {Type: AWS::SQS::Queue}
        Talk:
          Type: AWS::Serverless::Function
          Properties:
            Events:
              Full:
                Type: ScheduleV2
                Properties:
                  Name: full
                  GroupName: mine
                  ScheduleExpression: cron(0 9 ? * 2#1 *)
                  ScheduleExpressionTimezone: Europe/Berlin
                  StartDate: "2026-12-01T00:00:00Z"
                  EndDate: "2027-12-01T00:00:00Z"
                  FlexibleTimeWindow: {Mode: FLEXIBLE, MaximumWindowInMinutes: 5}
                  Input: '[1]'
                  RetryPolicy: {MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60}
                  DeadLetterConfig: {Arn: !GetAtt Dead.Arn}
              Plain: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
              Rule: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
              Off: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), State: DISABLED}}
      """)
    let schedules = try #require(template.functions.first).schedules
    #expect(schedules.map(\.name) == ["Talk/Full", "Talk/Plain", "Talk/Rule"])
    let full = schedules[0]
    #expect(full.resourceName == "full" && full.timeZone == "Europe/Berlin" && full.input == "[1]")
    #expect(full.startDate == "2026-12-01T00:00:00Z" && full.endDate == "2027-12-01T00:00:00Z")
    #expect(full.flexibleMinutes == 5 && full.deadLetterQueue == "Dead")
    #expect(full.retryPolicy.maximumAttempts == 3 && full.retryPolicy.maximumAge == 60)
    if case .scheduler(let group) = full.service { #expect(group == "mine") } else { Issue.record("a rule") }
    #expect(schedules[1].resourceName == "TalkPlain" && schedules[1].flexibleMinutes == 0)
    #expect(schedules[1].retryPolicy.maximumAttempts == 185 && schedules[1].retryPolicy.maximumAge == 86_400)
    if case .rule = schedules[2].service {} else { Issue.record("not a rule") }
  }

  @Test(
    "What is wrong with a schedule is named",
    arguments: [
      ("ScheduleV2", "{}", "ScheduleExpression is missing"),
      ("Schedule", "{ScheduleExpression: rate(1 day)}", "Schedule is missing"),
      ("ScheduleV2", "{ScheduleExpression: rate(1 day), State: ON}", "State must be"),
      ("Schedule", "{Schedule: rate(1 day), State: ENABLED, Enabled: true}", "cannot both"),
      ("ScheduleV2", "{ScheduleExpression: rate(1 day), Input: '{'}", "Input must be JSON"),
      ("ScheduleV2", "{ScheduleExpression: rate(1 day), FlexibleTimeWindow: {Mode: SOON}}", "Mode must be"),
      ("ScheduleV2", "{ScheduleExpression: rate(1 day), FlexibleTimeWindow: {Mode: FLEXIBLE}}", "is missing"),
      (
        "ScheduleV2",
        "{ScheduleExpression: rate(1 day), FlexibleTimeWindow: {Mode: FLEXIBLE, MaximumWindowInMinutes: 1441}}",
        "1 to 1440"
      ),
      (
        "ScheduleV2", "{ScheduleExpression: rate(1 day), RetryPolicy: {MaximumRetryAttempts: 186}}",
        "0 to 185"
      ),
      (
        "ScheduleV2", "{ScheduleExpression: rate(1 day), RetryPolicy: {MaximumEventAgeInSeconds: 59}}",
        "60 to 86400"
      ),
      ("ScheduleV2", "{ScheduleExpression: rate(1 day), DeadLetterConfig: {Type: SQS}}", "needs the Arn"),
      ("ScheduleV2", "{ScheduleExpression: rate(1 day), DeadLetterConfig: {Arn: a}}", "not a queue"),
    ])
  func mistakes(_ type: String, _ properties: String, _ expected: String) {
    let error = #expect(throws: TemplateError.self) {
      try parse(
        """
        Resources:
          Talk:
            Type: AWS::Serverless::Function
            Properties: {Events: {Tick: {Type: \(type), Properties: \(properties)}}}
        """)
    }
    #expect(error?.problems.count == 1)
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  @Test("SAM's WebSocketApi and the resources it stands for mean the same")
  func webSockets() throws {
    let sam = try parse(serverlessTemplate)
    let plain = try parse(gatewayTemplate)
    for template in [sam, plain] {
      #expect(template.webSockets.count == 1)
      let api = try #require(template.webSockets.first)
      #expect(api.id == "Chat" && api.stage == "live" && api.selection == ["message", "kind"])
      #expect(api.routes.map(\.key).sorted() == ["$connect", "$default", "say"])
      #expect(api.routes.allSatisfy { $0.functionID == "Talk" })
      let say = try #require(api.routes.first { $0.key == "say" })
      #expect(say.timeout == 5000 && say.sendsResponse)
      let connect = try #require(api.routes.first { $0.key == "$connect" })
      #expect(connect.timeout == 29_000 && !connect.sendsResponse)
      #expect(api.authorizer?.functionID == "Talk")
      #expect(api.authorizer?.identitySources == ["route.request.header.Auth"])
      // Where functions write to clients is on this machine; where browsers connect is not theirs to know.
      let variables = try #require(template.functions.first).environment.map { "\($0.name)=\($0.value)" }
      #expect(
        variables == [
          "ENDPOINT=http://q/execute-api/Chat/live", "PLACE=wss://Chat.execute-api.local.amazonaws.com",
        ])
    }
  }

  @Test(
    "What is wrong with a WebSocket API is named",
    arguments: [
      ("$request.body.message.kind", "$request.header.a", "RouteSelectionExpression"),
      ("$request.body.message.kind", "action", "RouteSelectionExpression"),
      (
        "!GetAtt Talk.Arn, IntegrationTimeout: 5000", "arn:aws:lambda:x, IntegrationTimeout: 5000",
        "not a function"
      ),
      ("IntegrationTimeout: 5000", "IntegrationTimeout: 30000", "50 to 29000"),
      ("AuthType: CUSTOM", "AuthType: AWS_IAM", "CUSTOM and NONE"),
    ])
  func webSocketMistakes(_ right: String, _ wrong: String, _ expected: String) {
    let error = #expect(throws: TemplateError.self) {
      try parse(serverlessTemplate.replacing(right, with: wrong))
    }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  private func parse(_ text: String) throws -> Template {
    try Template(
      TemplateDocument(parsing: text), parameters: [:],
      surroundings: TemplateSurroundings(queueBaseURL: "http://q"))
  }
}

private let talk = """
    Talk:
      Type: AWS::Serverless::Function
      Properties:
        Runtime: provided.al2023
        Handler: bootstrap
        CodeUri: talk.zip
        Environment:
          Variables:
            ENDPOINT: !Sub https://${Chat}.execute-api.${AWS::Region}.amazonaws.com/live
            PLACE: !Sub wss://${Chat}.execute-api.${AWS::Region}.amazonaws.com
  """

private let serverlessTemplate = """
  Transform: AWS::Serverless-2016-10-31
  Resources:
    Chat:
      Type: AWS::Serverless::WebSocketApi
      Properties:
        RouteSelectionExpression: $request.body.message.kind
        StageName: live
        Auth: {AuthType: CUSTOM, AuthArn: !GetAtt Talk.Arn, IdentitySource: [route.request.header.Auth]}
        Routes:
          $connect: {FunctionArn: !GetAtt Talk.Arn}
          $default: {FunctionArn: !GetAtt Talk.Arn}
          say: {FunctionArn: !GetAtt Talk.Arn, IntegrationTimeout: 5000, RouteResponseSelectionExpression: $default}
  \(talk)
  """

private let gatewayTemplate = """
  Transform: AWS::Serverless-2016-10-31
  Resources:
    Chat:
      Type: AWS::ApiGatewayV2::Api
      Properties:
        Name: chat
        ProtocolType: WEBSOCKET
        RouteSelectionExpression: ${request.body.message.kind}
    Stage:
      Type: AWS::ApiGatewayV2::Stage
      Properties: {ApiId: !Ref Chat, StageName: live, AutoDeploy: true}
    Door:
      Type: AWS::ApiGatewayV2::Authorizer
      Properties:
        ApiId: !Ref Chat
        Name: door
        AuthorizerType: REQUEST
        AuthorizerUri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Talk.Arn}/invocations
        IdentitySource: [route.request.header.Auth]
    Connect:
      Type: AWS::ApiGatewayV2::Route
      Properties:
        ApiId: !Ref Chat
        RouteKey: $connect
        AuthorizationType: CUSTOM
        AuthorizerId: !Ref Door
        Target: !Sub integrations/${Proxy}
    Default:
      Type: AWS::ApiGatewayV2::Route
      Properties: {ApiId: !Ref Chat, RouteKey: $default, Target: !Join [/, [integrations, !Ref Proxy]]}
    Say:
      Type: AWS::ApiGatewayV2::Route
      Properties:
        ApiId: !Ref Chat
        RouteKey: say
        RouteResponseSelectionExpression: $default
        Target: !Sub integrations/${Quick}
    Proxy:
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        ApiId: !Ref Chat
        IntegrationType: AWS_PROXY
        IntegrationUri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Talk.Arn}/invocations
    Quick:
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        ApiId: !Ref Chat
        IntegrationType: AWS_PROXY
        TimeoutInMillis: 5000
        IntegrationUri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Talk.Arn}/invocations
  \(talk.replacing("!Sub wss://${Chat}.execute-api.${AWS::Region}.amazonaws.com", with: "!GetAtt Chat.ApiEndpoint"))
  """
