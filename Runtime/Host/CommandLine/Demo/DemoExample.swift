/// What to copy into a shell to see a post published. It needs curl, grep and cut only.
struct DemoExample {
  let gatewayURL: String
  let sandboxURL: String
  let demo: Demo

  var text: String {
    let accounts = demo.accounts.map { "\"\($0)\"" }.joined(separator: ",")
    return """
        API=\(gatewayURL)
        TOKEN=$(curl -s $API/v1/auth/login -H 'Content-Type: application/json' \\
          -d '{"email":"\(Demo.email)","password":"\(demo.password)"}' \\
          | grep -o '"access_token":"[^"]*"' | cut -d'"' -f4)
        AT=$(date -u -d '+20 seconds' +%Y-%m-%dT%H:%M:%SZ)
        TEXT="Hello from ClientNest, $AT"
        POST=$(curl -s $API/v1/posts -H "Authorization: Bearer $TOKEN" \\
          -H 'Content-Type: application/json' -H "Idempotency-Key: $(date +%s%N)" \\
          -d '{"workspace_id":"\(demo.workspace)","scheduled_at":"'$AT'",
               "account_ids":[\(accounts)],
               "content":{"text":"'"$TEXT"'",
                          "media":[{"url":"\(sandboxURL)/media/sample.jpg","alt_text":"A test picture"}]}}' \\
          | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)
        sleep 23; curl -s $API/v1/posts/$POST -H "Authorization: Bearer $TOKEN"; echo
        curl -s -G \(sandboxURL)/ledger --data-urlencode "text=$TEXT"; echo
      """
  }
}
