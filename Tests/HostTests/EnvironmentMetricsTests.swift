internal import Core
internal import Harness
internal import Testing

@Suite("The host tells Prometheus what it does", .serialized) struct EnvironmentMetricsTests {
  private static let template = EnvironmentHost.template(
    besides: """
      Work: {Type: AWS::SQS::Queue}
      """)

  /// The samples as Prometheus's own parser reads them.
  private func samples(_ host: RunningHost) throws -> [JSON] {
    let url = "http://127.0.0.1:\(host.servicesPort)/metrics"
    let result = try Python.run("Tests/AWSClients/read_metrics.py", [url])
    #expect(result.status == 0, "\(result.output)")
    return try result.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
  }

  private func value(_ name: String, _ labels: JSON, in samples: [JSON]) -> Double? {
    samples.first { $0["name"]?.string == name && $0["labels"] == labels }?["value"]?.double
  }

  @Test("Invocations by outcome, durations, environments, queues and the metrics of functions")
  func metrics() throws {
    try RunningHost.with(Self.template) { host in
      let embedded = #"""
        {"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"Shop/Orders","Dimensions":[["kind"]],"Metrics":[{"Name":"Total Price","Unit":"None"}]}]},"kind":"a \"b\"","Total Price":[2,3.5]}
        """#
      let headers = ["X-Amz-Log-Type": "Tail"]
      #expect(
        try host.invoke("Probe", ["do": "log", "line": .string(embedded)], headers: headers).status == 200)
      #expect(try host.invoke("Probe", ["do": "fail"], headers: headers).status == 200)
      let samples = try samples(host)
      func invocations(_ outcome: String) -> Double? {
        value(
          "clientnest_invocations_total", ["function": "Probe", "outcome": .string(outcome)], in: samples)
      }
      #expect(invocations("success") == 1)
      #expect(invocations("error") == 1)
      #expect(invocations("timeout") == 0)
      #expect(value("clientnest_invocation_duration_seconds_count", ["function": "Probe"], in: samples) == 2)
      let all: JSON = ["function": "Probe", "le": "+Inf"]
      #expect(value("clientnest_invocation_duration_seconds_bucket", all, in: samples) == 2)
      #expect(value("clientnest_cold_start_seconds_count", ["function": "Probe"], in: samples) == 1)
      #expect(value("clientnest_environments", ["function": "Probe", "state": "idle"], in: samples) == 1)
      #expect(value("clientnest_queue_messages", ["queue": "Work", "state": "visible"], in: samples) == 0)
      #expect(value("process_resident_memory_bytes", [:], in: samples) ?? 0 > 1_048_576)
      let labels: JSON = ["function": "Probe", "kind": "a \"b\""]
      #expect(value("shop_orders_total_price_sum", labels, in: samples) == 5.5)
      #expect(value("shop_orders_total_price_count", labels, in: samples) == 2)
    }
  }
}
