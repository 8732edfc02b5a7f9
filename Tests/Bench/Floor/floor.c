// The least that a Lambda runtime over libcurl can do: takes an event, answers with its bytes. One handle that only
// asks for events and one that only posts answers, every option set once, POSTFIELDS (which libcurl sends together
// with the head), and buffers that hold 1 MiB in few pieces. https://curl.se/libcurl/c/libcurl-easy.html
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct event {
  char *bytes;
  size_t count, capacity;
  char id[128];
};

static void grow(struct event *event, size_t capacity) {
  if (capacity <= event->capacity) return;
  event->bytes = realloc(event->bytes, capacity);
  if (event->bytes == NULL) abort();
  event->capacity = capacity;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *state) {
  struct event *event = state;
  if (event->count + count > event->capacity) grow(event, (event->count + count) * 2);
  memcpy(event->bytes + event->count, bytes, count);
  event->count += count;
  return size * count;
}

static size_t ignore(char *bytes, size_t size, size_t count, void *state) {
  (void)bytes, (void)state;
  return size * count;
}

// The value of a field, or NULL when the line holds another one. Lines are not terminated.
static const char *value_of(const char *line, size_t count, const char *name) {
  size_t length = strlen(name);
  if (count <= length || strncasecmp(line, name, length) != 0 || line[length] != ':') return NULL;
  const char *value = line + length + 1;
  while (value < line + count && *value == ' ') value++;
  return value;
}

static size_t take_header(char *line, size_t size, size_t count, void *state) {
  struct event *event = state;
  const char *value = value_of(line, count, "lambda-runtime-aws-request-id");
  if (value != NULL) {
    size_t length = 0;
    while (value + length < line + count && value[length] > ' ' && length < sizeof event->id - 1) length++;
    memcpy(event->id, value, length);
    event->id[length] = 0;
  } else if ((value = value_of(line, count, "content-length")) != NULL) {
    grow(event, strtoul(value, NULL, 10));
  }
  return size * count;
}

static CURL *handle(void) {
  CURL *curl = curl_easy_init();
  if (curl == NULL) abort();
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, 86400L);
  curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, 512L << 10);
  curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, 2L << 20);
  return curl;
}

static void check(CURL *curl, long wanted) {
  CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_OK && status == wanted) return;
  fprintf(stderr, "floor: %s, status %ld\n", curl_easy_strerror(code), status);
  exit(1);
}

int main(int count, char **arguments) {
  if (count > 1) {
    puts("floor: a Lambda function in C that does nothing, what ours are measured against. It takes no arguments.");
    return strcmp(arguments[1], "--help") == 0 ? 0 : 64;
  }
  const char *api = getenv("AWS_LAMBDA_RUNTIME_API");
  if (api == NULL) return 1;
  struct event event = {0};
  char url[512];

  CURL *next = handle();
  snprintf(url, sizeof url, "http://%s/2018-06-01/runtime/invocation/next", api);
  curl_easy_setopt(next, CURLOPT_URL, url);
  curl_easy_setopt(next, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(next, CURLOPT_WRITEDATA, &event);
  curl_easy_setopt(next, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(next, CURLOPT_HEADERDATA, &event);

  CURL *post = handle();
  struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  curl_easy_setopt(post, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(post, CURLOPT_WRITEFUNCTION, ignore);

  for (;;) {
    event.count = 0;
    check(next, 200);
    snprintf(url, sizeof url, "http://%s/2018-06-01/runtime/invocation/%s/response", api, event.id);
    curl_easy_setopt(post, CURLOPT_URL, url);
    curl_easy_setopt(post, CURLOPT_POSTFIELDS, event.bytes);
    curl_easy_setopt(post, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)event.count);
    check(post, 202);
  }
}
