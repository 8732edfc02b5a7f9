/// Everything that is kept of people and organizations. Whoever adds a table adds it here, or to the exceptions with
/// the reason; a test compares both with the schema.
package enum PersonalData {
  /// In an order in which rows can be deleted: what refers to others comes before them.
  package static let holdings: [Holding] = [
    Holding("live_connection", persons: "user_id", organization: "organization_id", erasedWith: "user_id"),
    Holding("comment", organization: "organization_id"),
    Holding("delivery_attempt", organization: "organization_id"),
    Holding("delivery", persons: "confirmed_by", organization: "organization_id"),
    Holding("post", persons: "author_id", organization: "organization_id"),
    Holding(
      "connection_attempt", persons: "user_id", organization: "organization_id",
      hiding: ["code_verifier", "browser_sha256"],
      erasedWith: "user_id"),
    Holding(
      "connection_choice", persons: "user_id", organization: "organization_id", hiding: ["credentials"],
      erasedWith: "user_id"),
    Holding("account", organization: "organization_id", hiding: ["credentials"]),
    // The files themselves are deleted from their bucket before, as those of media are.
    Holding("media_variant", organization: "organization_id"),
    Holding("media", persons: "user_id", organization: "organization_id"),
    Holding("media_usage", organization: "organization_id"),
    Holding(
      "api_key", persons: "created_by", organization: "organization_id", hiding: ["secret_sha256"],
      erasedWith: "created_by"),
    Holding("second_factor", persons: "user_id", hiding: ["secret"], erasedWith: "user_id"),
    Holding("recovery_code", persons: "user_id", hiding: ["sha256"], erasedWith: "user_id"),
    Holding("sign_in", persons: "user_id", erasedWith: "user_id"),
    Holding(
      "sign_in_attempt", persons: "user_id",
      hiding: ["state_sha256", "browser_sha256", "nonce", "code_verifier"],
      erasedWith: "user_id"),
    Holding("idempotency_key", persons: "user_id", organization: "organization_id", erasedWith: "user_id"),
    Holding("invitation", persons: "invited_by", organization: "organization_id", erasedWith: "invited_by"),
    // Messages on their way, for a day at most; the erasure of a person looks into them.
    Holding("outbox", organization: "organization_id", isExported: false),
    Holding("mailed_link", persons: "user_id", erasedWith: "user_id"),
    Holding("user_session", persons: "user_id", hiding: ["key"], erasedWith: "user_id"),
    Holding("consent", persons: "user_id", erasedWith: "user_id"),
    Holding("membership", persons: "user_id", organization: "organization_id", erasedWith: "user_id"),
    Holding("workspace", organization: "organization_id"),
    Holding(
      "data_export", persons: "subject_id, requested_by", organization: "subject_id", erasedWith: "subject_id"
    ),
    // That it was asked for is kept: that it was done has to be shown.
    Holding(
      "erasure", persons: "subject_id, requested_by", organization: "subject_id", endsWithOrganization: false),
    // The chain stays; what it says about persons is deleted from event_private.
    Holding(
      "event",
      from: """
        (select e.stream_id, e.sequence, e.id, e.occurred_at, e.action, e.actor_id, e.target, e.trace_id, p.content
        from event e left join event_private p using (stream_id, sequence))
        """, persons: "actor_id, stream_id", organization: "stream_id", endsWithOrganization: false),
    Holding("organization", persons: "created_by", organization: "id"),
    // What stays is a number that names nobody.
    Holding("app_user", persons: "id", hiding: ["password_hash"]),
  ]

  /// Tables without anything of this kind, with the reason.
  package static let exceptions = [
    "common_password": "a list that is the same for everybody",
    "event_private": "part of event",
    "event_stream": "the head of a chain: a number and a digest",
    "migration": "the history of the schema",
    "platform_gate": "one row per platform, of nobody",
    "registration": "of who has no account yet, for a day; deleted with the person of the address",
    "rate_limit": "digests and network addresses, for hours",
    "timer_tick": "when timers last ran",
    "webhook_receipt": "bodies as they came, of whoever; deleted after 90 days, what they say is in comment",
  ]
}
