internal import Core

/// The spans of the publishing protocol. All follow from the lease, so that one setting keeps their order:
/// a request ends before the margin, the margin before the lease, the lease before anyone else looks.
package struct Timing: Sendable {
  /// How long a worker owns a delivery that it claimed or is sending. The function's own time-out is shorter.
  package let lease: Duration
  /// Between the late deliveries of one account after a downtime.
  package let backlogSpacing: Duration

  /// Deliveries are put into the queue this long before their time.
  package static let lookAhead = Duration.seconds(120)
  /// A message may be taken up this much before its time; the worker waits the rest.
  package static let earliness = Duration.milliseconds(1500)

  package init(leaseSeconds: Int, backlogSpacingSeconds: Int) {
    lease = .seconds(leaseSeconds)
    backlogSpacing = .seconds(backlogSpacingSeconds)
  }

  /// For one publishing request; 15 s of a lease of 90.
  var requestTimeout: Duration { lease / 6 }
  /// The last part of the lease, in which nothing is sent any more.
  var sendMargin: Duration { lease * 2 / 9 }
  /// What a lease must have left when a send is begun.
  var minimumToSend: Duration { lease * 5 / 18 }
  /// After a request was lost until its absence may be believed: its time-out and the platform's own delay.
  var settle: Duration { lease / 3 }
  /// Between two looks at an unknown outcome.
  var recheck: Duration { lease * 2 / 3 }
  /// A queued delivery whose message did not come by then gets another.
  var resendAfter: Duration { lease * 20 / 3 }
}
