-- Sends, receives and deletes messages of 1 KB: three requests for each, by as many connections as wrk has.
-- wrk … -s queues.lua http://127.0.0.1:PORT -- QUEUE-URL

local threads = {}

function setup(thread) threads[#threads + 1] = thread end

function init(arguments)
  queue = '{"QueueUrl":"' .. arguments[1] .. '",'
  handles, turn, deleted = {}, 0, 0
  send = format("SendMessage", '"MessageBody":"' .. string.rep("a", 1024) .. '"}')
  receive = format("ReceiveMessage", '"MaxNumberOfMessages":1}')
end

function format(operation, members)
  return wrk.format("POST", "/", {
    ["Content-Type"] = "application/x-amz-json-1.0", ["X-Amz-Target"] = "AmazonSQS." .. operation,
    -- Not checked by those who are measured; moto finds the service by it.
    ["Authorization"] = "AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0",
  }, queue .. members)
end

function request()
  if #handles > 0 then
    deleted = deleted + 1
    return format("DeleteMessage", '"ReceiptHandle":"' .. table.remove(handles) .. '"}')
  end
  turn = turn + 1
  return turn % 2 == 1 and send or receive
end

function response(status, headers, body)
  local handle = body:match('"ReceiptHandle": ?"([^"]+)"')
  if handle then handles[#handles + 1] = handle end
end

function done(summary)
  local total = 0
  for _, thread in ipairs(threads) do total = total + thread:get("deleted") end
  print("messages_per_second " .. total / (summary.duration / 1000000))
end
