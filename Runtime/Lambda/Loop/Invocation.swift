internal import Core
internal import HTTPClient

/// What is known of one invocation besides its event.
struct Invocation: Sendable {
  private(set) var requestID = ""
  /// Echoed when it was given: it keeps a late answer from reaching a newer invocation.
  private(set) var invocationID: String?
  /// When Lambda ends the process.
  private(set) var deadline: Instant
  private(set) var functionARN = ""
  private(set) var traceID: String?
  private(set) var clientContext: String?
  private(set) var cognitoIdentity: String?
  private(set) var tenantID: String?
  /// Whether the Runtime API takes the request for the next event in one with this one's answer. Lambda does not say
  /// so, our host does: half of the calls into the kernel are saved.
  private(set) var takesNextAhead = false
  /// When it came.
  let start = Instant.now()

  /// Reads the header fields of the last answer on `connection`. Nil without a request id.
  init?(_ connection: HTTPConnection) {
    // Lambda always sends a deadline; without one, its longest.
    deadline = start + .seconds(900)
    connection.visitAnswerFields { field in
      if field.isNamed("lambda-runtime-aws-request-id") {
        requestID = field.text
      } else if field.isNamed("lambda-runtime-deadline-ms") {
        if let time = Int64(field.text), time < .max / 1000 { deadline = Instant(microseconds: time * 1000) }
      } else if field.isNamed("lambda-runtime-invoked-function-arn") {
        functionARN = field.text
      } else if field.isNamed("lambda-runtime-trace-id") {
        traceID = field.text
      } else if field.isNamed("lambda-runtime-invocation-id") {
        invocationID = field.text
      } else if field.isNamed("lambda-runtime-client-context") {
        clientContext = field.text
      } else if field.isNamed("lambda-runtime-cognito-identity") {
        cognitoIdentity = field.text
      } else if field.isNamed("lambda-runtime-aws-tenant-id") {
        tenantID = field.text
      } else if field.isNamed("clientnest-runtime-pipelining") {
        takesNextAhead = true
      }
    }
    if requestID.isEmpty { return nil }
  }

  /// How much of the time is kept to answer in, when calls have not come back: 200 ms, or a fifth of a short time.
  private var margin: Duration { min(.milliseconds(200), (deadline - start) / 5) }

  /// When calls to other systems must have ended. Nil when the deadline makes no sense: clocks differ.
  var callDeadline: Instant? { deadline > start ? deadline + (.zero - margin) : nil }

  /// When the answer is given for a handler that has not come back.
  var lastMoment: Instant? { deadline > start ? deadline + (.zero - margin / 3) : nil }
}
