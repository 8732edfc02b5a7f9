internal import Core
internal import Harness
internal import Host
internal import HostRights
internal import HostTemplate
internal import Signature
internal import Testing

@Suite("A key may do what the template's entry says and nothing else", .serialized) struct RightsTests {
  /// `Sender` may send to one queue and call one function; `Poller` receives; `Denied` may all but one thing.
  private static let template = """
    Resources:
      Work: {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 1}}}
      Dead: {Type: AWS::SQS::Queue}
      Other: {Type: AWS::SQS::Queue}
      Media: {Type: AWS::S3::Bucket, Properties: {BucketName: media}}
      Sender:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Policies:
            - SQSSendMessagePolicy: {QueueName: !GetAtt Work.QueueName}
            - LambdaInvokePolicy: {FunctionName: !Ref Poller}
            - Statement: {Effect: Allow, Action: 's3:GetObject', Resource: !Sub '${Media.Arn}/in/?.png'}
      Poller:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Policies: {SQSPollerPolicy: {QueueName: !GetAtt Work.QueueName}}
      Redriver:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Policies:
            - SQSPollerPolicy: {QueueName: !GetAtt Dead.QueueName}
            - Statement:
                - {Effect: Allow, Action: ['sqs:*MessageMoveTask*'], Resource: '*'}
      Denied:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Policies:
            - AmazonSQSFullAccess
            - Statement:
                - {Effect: Deny, Action: 'SQS:purge*', Resource: !GetAtt Work.Arn}
                - {Effect: Deny, Action: ['sqs:SendMessage'], Resource: ['*:Other']}
      Nobody: {Type: AWS::Serverless::Function, Properties: {CodeUri: Tests/ProbeFunction}}
    """

  private static let queue: JSON = ["QueueUrl": "http://q/000000000000/Work"]

  @Test("Queues: each operation takes its right on its queue, in AWS's words") func queues() throws {
    try RunningHost.with(Self.template) { host in
      func code(_ function: String, _ operation: String, _ request: JSON) throws -> String {
        let answer = try host.caller(as: function).queues(operation, request)
        let error = answer.header("x-amzn-query-error") ?? "done"
        #expect((answer.status == 403) == error.hasPrefix("AccessDenied"), "\(answer.text)")
        return String(error.prefix { $0 != ";" })
      }
      let refused = "AccessDenied"
      let message: JSON = ["QueueUrl": "http://q/000000000000/Work", "MessageBody": "a"]
      let batch: JSON = [
        "QueueUrl": "http://q/000000000000/Work", "Entries": [["Id": "a", "MessageBody": "a"]],
      ]
      for function in ["Sender", "Denied"] {
        #expect(try code(function, "SendMessage", message) == "done")
        #expect(try code(function, "SendMessageBatch", batch) == "done")
      }
      for function in ["Poller", "Nobody", "Redriver"] {
        #expect(try code(function, "SendMessage", message) == refused)
        #expect(try code(function, "SendMessageBatch", batch) == refused)
      }
      let other: JSON = ["QueueUrl": "http://elsewhere/Work/Other", "MessageBody": "a"]
      for function in ["Sender", "Denied"] { #expect(try code(function, "SendMessage", other) == refused) }
      // Which queues there are is told to those who may ask only.
      #expect(try code("Nobody", "ReceiveMessage", ["QueueUrl": "http://q/1/None"]) == refused)
      #expect(try code("Poller", "ReceiveMessage", Self.queue) == "done")
      #expect(try code("Poller", "GetQueueAttributes", Self.queue) == "done")
      for operation in ["ReceiveMessage", "GetQueueAttributes", "PurgeQueue", "ListQueueTags", "DeleteQueue"]
      {
        #expect(try code("Sender", operation, Self.queue) == refused, "\(operation)")
      }
      for function in ["Sender", "Poller", "Nobody"] {
        #expect(try code(function, "ListQueues", [:]) == refused)
        #expect(try code(function, "GetQueueUrl", ["QueueName": "Work"]) == refused)
        #expect(try code(function, "CreateQueue", ["QueueName": "mine"]) == refused)
        #expect(try code(function, "PurgeQueue", Self.queue) == refused)
      }
      #expect(try code("Denied", "PurgeQueue", Self.queue) == refused)
      #expect(try code("Denied", "PurgeQueue", ["QueueUrl": "http://q/1/Dead"]) == "done")
      let text = try host.caller(as: "Nobody").queues("SendMessage", message).json["message"]?.string
      #expect(
        text
          == "User: arn:aws:sts::000000000000:assumed-role/NobodyRole/Nobody is not authorized to perform: "
          + "sqs:sendmessage on resource: arn:aws:sqs:local:000000000000:Work because no identity-based policy allows "
          + "the sqs:sendmessage action")
    }
  }

  @Test(
    "Moving messages takes receiving there and sending here, and a handle is believed for its own queue only")
  func moves() throws {
    try RunningHost.with(Self.template) { host in
      let dead: JSON = ["SourceArn": "arn:aws:sqs:local:000000000000:Dead"]
      let refused = try host.caller(as: "Redriver").queues("StartMessageMoveTask", dead)
      #expect(refused.status == 403)
      #expect(refused.text.contains("sqs:sendmessage on resource: arn:aws:sqs:local:000000000000:Work"))
      #expect(try host.caller(as: "Poller").queues("StartMessageMoveTask", dead).status == 403)
      #expect(try host.caller(as: "Redriver").queues("ListMessageMoveTasks", dead).status == 200)
      #expect(try host.caller(as: "Nobody").queues("ListMessageMoveTasks", dead).status == 403)
      let handle = Base64.encode(
        Array(#"{"taskId":"x","sourceArn":"arn:aws:sqs:local:000000000000:Dead"}"#.utf8))
      let cancel: JSON = ["TaskHandle": .string(handle)]
      #expect(try host.caller(as: "Nobody").queues("CancelMessageMoveTask", cancel).status == 403)
      #expect(try host.caller(as: "Redriver").queues("CancelMessageMoveTask", cancel).status == 400)
    }
  }

  @Test("Functions: who is not believed or may not is told in AWS's words, before what there is")
  func invoking() throws {
    try RunningHost.with(Self.template) { host in
      let unsigned = try host.services.post("/2015-03-31/functions/Poller/invocations")
      #expect(unsigned.status == 403)
      #expect(unsigned.header("x-amzn-errortype") == "MissingAuthenticationTokenException")
      #expect(try host.caller(as: "Sender").invoke("Poller", ["a": 1]).json["event"] == ["a": 1])
      let event = ["X-Amz-Invocation-Type": "Event"]
      #expect(try host.caller(as: "Sender").invoke("Poller", headers: event).status == 202)
      for function in ["Nobody", "Sender", "None", "arn:aws:lambda:local:000000000000:function:Nobody"] {
        for headers in [[:], event, ["X-Amz-Invocation-Type": "DryRun"]] {
          let refused = try host.caller(as: "Sender").invoke(function, headers: headers)
          #expect(refused.status == 403)
          #expect(refused.header("x-amzn-errortype") == "AccessDeniedException")
          #expect(
            refused.text.contains(
              "lambda:InvokeFunction on resource: arn:aws:lambda:local:000000000000:function:"))
        }
      }
      #expect(try host.caller.invoke("None").status == 404)
    }
  }

  @Test("Objects: keys by their patterns, copies by both ends, addresses by their signer") func objects()
    throws
  {
    try RunningHost.with(Self.template) { host in
      let url = try host.objectsURL()
      let address = String(url.dropFirst("http://".count))
      func presigned(_ method: String, _ path: String, as function: String?) -> String {
        let key = function.map { host.key(of: $0) } ?? ("local", host.secretKey)
        let keys = SignatureV4.Credentials(accessKey: key.0, secretKey: key.1, sessionToken: nil)
        let query = SignatureV4(keys, region: "local", service: "s3").presignedQuery(
          method: method, path: path, headers: [("host", address)], expires: 60, at: .now())
        return "\(path)?\(query)"
      }
      func status(_ method: String, _ path: String, as function: String?) throws -> Int {
        try Client(url).call(method, presigned(method, path, as: function), method == "PUT" ? [1] : nil)
          .status
      }
      for path in ["/media/in/a.png", "/media/in/ab.png", "/media/out/a.png"] {
        #expect(try status("PUT", path, as: nil) == 200)
        #expect(try status("PUT", path, as: "Sender") == 403)
        #expect(try status("DELETE", path, as: "Sender") == 403)
        #expect(try status("GET", path, as: "Nobody") == 403)
      }
      #expect(try status("GET", "/media/in/a.png", as: "Sender") == 200)
      #expect(try status("HEAD", "/media/in/a.png", as: "Sender") == 200)
      #expect(try status("GET", "/media/in/ab.png", as: "Sender") == 403)
      #expect(try status("GET", "/media/out/a.png", as: "Sender") == 403)
      #expect(try status("GET", "/media", as: "Sender") == 403)
      #expect(try status("GET", "/none/x", as: "Sender") == 403)
      let refused = try Client(url).get(presigned("GET", "/media/out/a.png", as: "Sender"))
      #expect(refused.text.contains("<Code>AccessDenied</Code>"))
      #expect(
        refused.text.contains("s3:GetObject on resource: &quot;arn:aws:s3:::media/out/a.png&quot; because"))
    }
  }

  @Test("Keys are other for each function, other for another host, and the same after a restart") func keys()
    throws
  {
    try RunningHost.with(Self.template) { host in
      let names = ["Sender", "Poller", "Nobody"]
      #expect(Set(names.map { host.key(of: $0).id }).count == 3)
      #expect(Set(names.map { host.key(of: $0).secret } + [host.secretKey]).count == 4)
      let variables = try host.caller.invoke("Sender").json["variables"]
      #expect(variables?["AWS_ACCESS_KEY_ID"]?.string == host.key(of: "Sender").id)
      #expect(variables?["AWS_SECRET_ACCESS_KEY"]?.string == host.key(of: "Sender").secret)
      #expect(variables?.text.contains(host.secretKey) == false)
      let first = host.secretKey
      try RunningHost.with(Self.template) { other in #expect(other.secretKey != first) }
    }
  }

  @Test("What the host tells is for its user, its key and the operator's word") func operators() throws {
    try RunningHost.with(Self.template, configured: { $0.operatorToken = "word" }) { host in
      for path in [
        "/host/functions", "/host/timers", "/host/queues", "/host/websockets", "/metrics", "/host/x",
      ] {
        let right = path == "/host/x" ? 404 : 200
        #expect(try host.services.get(path).status == right)
        #expect(try host.caller.call("host", "GET", path).status == right)
        #expect(try host.caller(as: "Denied").call("host", "GET", path).status == 401)
        #expect(try host.caller.call("sqs", "GET", path).status == 401, "a signature for another service")
        for (word, status) in [("Bearer word", right), ("Bearer wor", 401), ("Bearer ", 401), ("word", 401)] {
          let answer = try host.services.call("GET", path, headers: ["Authorization": word])
          #expect(answer.status == status, "\(word)")
        }
      }
      #expect(try host.services.get("/health").status == 200)
    }
  }
}

@Suite("Policies of a template") struct PolicyTests {
  private func problems(_ policies: String) -> [String] {
    let template = """
      Resources:
        F: {Type: AWS::Serverless::Function, Properties: {Policies: \(policies)}}
      """
    do throws(TemplateError) {
      _ = try Template(
        TemplateDocument(parsing: template), parameters: [:],
        surroundings: TemplateSurroundings(queueBaseURL: "http://q"))
      return []
    } catch {
      return error.problems
    }
  }

  @Test(
    "What is not understood is an error that names it",
    arguments: [
      ("[SQSSendPolicy: {QueueName: q}]", "SQSSendPolicy"), ("[AdministratorAccess]", "AdministratorAccess"),
      ("['arn:aws:iam::aws:policy/PowerUserAccess']", "PowerUserAccess"),
      ("[SQSSendMessagePolicy: {Queue: q}]", "QueueName"), ("[S3ReadPolicy: {}]", "BucketName"),
      ("[SQSSendMessagePolicy: {QueueName: q, Region: r}]", "QueueName"),
      ("[Statement: {Effect: Allow, Action: 'sqs:*', NotResource: q}]", "Statement"),
      ("[Statement: {Effect: Allow, Action: a, Resource: b, Condition: {Bool: {x: 'true'}}}]", "Statement"),
      ("[Statement: {Effect: Permit, Action: a, Resource: b}]", "Statement"), ("[[a]]", "Policies"),
      ("[{A: {}, B: {}}]", "Policies"), ("[1]", "Policies"),
    ])
  func mistakes(_ policies: String, _ name: String) {
    let problems = problems(policies)
    #expect(problems.count == 1 && problems[0].hasPrefix("F: ") && problems[0].contains(name), "\(problems)")
  }

  @Test(
    "What is understood is none",
    arguments: [
      "[]", "[DynamoDBCrudPolicy: {TableName: t}]", "AWSLambdaBasicExecutionRole", "[AmazonS3ReadOnlyAccess]",
      "[{Version: '2012-10-17', Statement: []}]",
      "[Statement: {Sid: x, Effect: Deny, Action: a, Resource: b}]",
    ])
  func right(_ policies: String) { #expect(problems(policies) == []) }

  @Test(
    "Patterns, and that a denial wins",
    arguments: [
      ("s3:GetObject", "arn:aws:s3:::b/x", true), ("S3:getobject", "arn:aws:s3:::b/x", true),
      ("s3:GetObject", "arn:aws:s3:::b/", true), ("s3:GetObject", "arn:aws:s3:::b", false),
      ("s3:GetObject", "arn:aws:s3:::bb/x", false), ("s3:GetObject", "ARN:aws:s3:::b/x", false),
      ("s3:GetObjects", "arn:aws:s3:::b/x", false), ("s3:PutObject", "arn:aws:s3:::b/x", false),
      ("s3:GetObject", "arn:aws:s3:::b/secret/x", false), ("s3:ListBucket", "arn:aws:s3:::b", true),
      ("s3:ListBucket", "arn:aws:s3:::c", true), ("s3:ListBucket", "arn:aws:s3:::cc", false),
    ])
  func patterns(_ action: String, _ resource: String, _ isAllowed: Bool) throws {
    let document = try JSON(
      parsing: """
        {"Statement": [
          {"Effect": "Allow", "Action": ["s3:Get?bject"], "Resource": "arn:aws:s3:::b/*"},
          {"Effect": "Allow", "Action": "s3:List*", "Resource": ["arn:aws:s3:::?"]},
          {"Effect": "Deny", "Action": "*", "Resource": "*/secret/*"}]}
        """)
    #expect(try #require(AccessPolicy(document)).allows(action, on: resource) == isAllowed)
  }
}
