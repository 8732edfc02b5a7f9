package import LambdaRuntime

/// Every environment variable that functions read. `template.yaml` gives each function those it names in
/// `needs`, and no others.
extension Setting {
  /// libpq URI of the role that the function acts as: clientnest_app, _worker, _identity or _owner.
  package static let databaseURL = Setting(
    "DATABASE_URL", "libpq URI of the function's database role", keepsConnection: true)
  /// 32 bytes in base 64; an Ed25519 seed.
  package static let tokenSigningKey = Setting("TOKEN_SIGNING_KEY", "Ed25519 seed, base 64")
  /// 32 bytes each in base 64, separated by commas.
  package static let tokenPublicKeys = Setting("TOKEN_PUBLIC_KEYS", "Ed25519 public keys, base 64")
  /// 32 bytes each in base 64, separated by commas; the first one signs.
  package static let linkKeys = Setting("LINK_SIGNING_KEYS", "keys of mailed links, base 64")
  /// 32 bytes each in base 64, separated by commas; the first one seals.
  package static let factorKeys = Setting("FACTOR_ENCRYPTION_KEYS", "AES-256 keys, base 64")
  package static let sendGridKey = Setting("SENDGRID_API_KEY", "SendGrid: API key")
  package static let mailSender = Setting("MAIL_SENDER", "address that mail comes from")
  package static let liveQueueURL = Setting("LIVE_QUEUE_URL", "URL of the queue of changes to push")
  /// Of the stage, without a slash at the end.
  package static let liveEndpoint = Setting("LIVE_ENDPOINT", "address of the WebSocket API's connections")
  package static let mailQueueURL = Setting("MAIL_QUEUE_URL", "URL of the queue of mail to send")
  /// 32 bytes each in base 64, separated by commas; the first one seals.
  package static let accountEncryptionKeys = Setting("ACCOUNT_ENCRYPTION_KEYS", "AES-256 keys, base 64")
  /// Where browsers reach the API, without a slash at the end.
  package static let publicURL = Setting("PUBLIC_URL", "address of this API")
  /// JSON: `{"x": {"id": "…", "secret": "…"}, …}`. A platform that is not in it is not offered.
  package static let platformApplications = Setting(
    "PLATFORM_APPLICATIONS", "our applications on the platforms, JSON")
  /// Separated by commas: a signature by any of them is good.
  package static let metaAppSecrets = Setting("META_APP_SECRETS", "Meta: app secrets that sign webhooks")
  /// JSON: `{"google": {"id": "…", "secret": "…"}, …}`. A provider that is not in it signs nobody in.
  package static let signInApplications = Setting(
    "SIGN_IN_APPLICATIONS", "our applications at the providers that sign people in, JSON")
  package static let metaVerifyToken = Setting("META_VERIFY_TOKEN", "Meta: verify token of the webhook")
  package static let publishQueueURL = Setting("PUBLISH_QUEUE_URL", "URL of the queue of due deliveries")
  package static let uploadQueueURL = Setting(
    "UPLOAD_QUEUE_URL", "URL of the queue of due deliveries with a video")
  package static let removalQueueURL = Setting(
    "REMOVAL_QUEUE_URL", "URL of the queue of posts to take down")
  package static let inboxQueueURL = Setting("INBOX_QUEUE_URL", "URL of the queue of received webhooks")
  /// Seconds; longer than the publishing function's time-out.
  package static let deliveryLease = Setting("DELIVERY_LEASE_SECONDS", "lease of a delivery, seconds")
  /// Seconds between the late deliveries of one account.
  package static let backlogSpacing = Setting("BACKLOG_SPACING_SECONDS", "spacing of a backlog, seconds")

  package static let exportQueueURL = Setting("EXPORT_QUEUE_URL", "URL of the queue of exports to make")
  /// Hours; 0 for at once.
  package static let erasureDelay = Setting("ERASURE_DELAY_HOURS", "time to think an erasure over, hours")
  package static let mediaBucket = Setting("MEDIA_BUCKET", "bucket of the media library")
  package static let mediaQuota = Setting("MEDIA_QUOTA_BYTES", "media of one organization, bytes")
  package static let variantQueueURL = Setting(
    "VARIANT_QUEUE_URL", "URL of the queue of variants of media to make")
  package static let ffmpegPath = Setting("FFMPEG_PATH", "path of ffmpeg")
  package static let exportBucket = Setting("EXPORT_BUCKET", "bucket of the exports of personal data")
  /// Requests a minute, counted in every function that answers HTTP; see Limits. Given to all functions.
  package static let addressLimit = Setting(
    "ADDRESS_REQUESTS_PER_MINUTE", "requests a minute from one address")
  package static let userLimit = Setting("USER_REQUESTS_PER_MINUTE", "requests a minute of one person")
  package static let keyLimit = Setting("KEY_REQUESTS_PER_MINUTE", "requests a minute by one API key")
  package static let organizationLimit = Setting(
    "ORGANIZATION_REQUESTS_PER_MINUTE", "requests a minute of one organization")
  /// Whose pages a browser's cookies are accepted from, separated by commas. Given to all functions.
  package static let allowedOrigins = Setting("ALLOWED_ORIGINS", "origins of pages that use the API")

  /// Optional: the simulated outside world; unset, the platforms' real addresses are used.
  package static let outsideWorldURL = Setting(
    "OUTSIDE_WORLD_URL", "address of a simulation of the platforms")

  /// What every function needs that has a queue to send to.
  package static let publishing = [
    databaseURL, publishQueueURL, uploadQueueURL, liveQueueURL, deliveryLease, backlogSpacing,
  ]
  /// What every function needs that looks at a post before it is published; where the platforms are simulated, also where
  /// they are, since the addresses of their media are private.
  package static let preflight = [databaseURL]
  /// What every function needs that calls a platform.
  package static let platforms = [
    accountEncryptionKeys, platformApplications,
  ]

  /// What every function needs that has to do with a provider that signs people in.
  package static let signIn = [signInApplications, publicURL]

  /// What every function needs that sends mail.
  package static let mail = [sendGridKey, mailSender]

  /// Set by Lambda, and by the host.
  package static let region = Setting("AWS_REGION", "AWS region")
  package static let accessKey = Setting("AWS_ACCESS_KEY_ID", "AWS access key")
  package static let secretKey = Setting("AWS_SECRET_ACCESS_KEY", "AWS secret key")
  package static let sessionToken = Setting("AWS_SESSION_TOKEN", "AWS session token")
  /// Set by the host; on AWS the services' own addresses are used.
  package static let objectEndpoint = Setting("AWS_ENDPOINT_URL_S3", "address of the S3 endpoint")
  package static let queueEndpoint = Setting("AWS_ENDPOINT_URL_SQS", "address of the SQS endpoint")
}
