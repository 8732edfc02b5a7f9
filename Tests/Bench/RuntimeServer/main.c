// The Runtime API as quickly as it can be answered: hands one peer the same event again and again.
//
//   runtimeserver EVENT ANSWER WARM_UP SECONDS COMMAND...
//
// EVENT is the file that holds the event. The first answer is written to the file ANSWER, all others must be the same
// byte for byte. Counts for SECONDS after WARM_UP seconds, then prints invocations per second and the peer's peak
// memory in KiB, and ends the peer.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "connection.h"
#include "peer.h"

enum { most_connections = 8 };

static const char accepted[] =
    "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"OK\"}";
static const char not_found[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
static const char next_call[] = "GET /2018-06-01/runtime/invocation/next ";
static const char response_call[] =
    "POST /2018-06-01/runtime/invocation/8476a536-e9f4-11e8-9739-2dfe598c3fcd/response ";

struct server {
  char *event, *answer;
  size_t event_count, answer_count;
  const char *answer_path;
  long invocations;
};

static void fail(const char *reason) {
  fprintf(stderr, "runtimeserver: %s\n", reason);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// The whole answer to /next: head and event.
static void prepare_event(struct server *server, const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) fail("no event");
  long count = ftell(file);
  rewind(file);
  server->event = malloc((size_t)count + 1024);
  if (server->event == NULL) fail("no memory");
  int head = snprintf(
      server->event, 1024,
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
      "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
      "Lambda-Runtime-Deadline-Ms: %lld\r\n"
      "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-central-1:123456789012:function:Bench\r\n"
      "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1\r\n"
      "Content-Length: %ld\r\n\r\n",
      ((long long)time(NULL) + 900) * 1000, count);
  if (fread(server->event + head, 1, (size_t)count, file) != (size_t)count) fail("no event");
  fclose(file);
  server->event_count = (size_t)head + (size_t)count;
}

static void take_answer(struct server *server, const struct call *call) {
  if (server->answer == NULL) {
    server->answer = malloc(call->body_count + 1);
    if (server->answer == NULL) fail("no memory");
    memcpy(server->answer, call->body, call->body_count);
    server->answer_count = call->body_count;
    FILE *file = fopen(server->answer_path, "w");
    if (file == NULL || fwrite(call->body, 1, call->body_count, file) != call->body_count) fail("no answer kept");
    fclose(file);
  }
  if (call->body_count != server->answer_count || memcmp(call->body, server->answer, call->body_count) != 0) {
    fail("an answer differs from the first one");
  }
  server->invocations++;
}

static bool begins(const struct call *call, const char *text, size_t count) {
  return call->head_count >= count && memcmp(call->head, text, count) == 0;
}

static void serve(struct server *server, struct connection *connection) {
  struct call call;
  if (!connection_call(connection, &call)) return;
  connection_forget(connection);
  if (begins(&call, next_call, sizeof next_call - 1)) {
    connection_write(connection, server->event, server->event_count);
  } else if (begins(&call, response_call, sizeof response_call - 1)) {
    take_answer(server, &call);
    connection_write(connection, accepted, sizeof accepted - 1);
  } else if (begins(&call, "POST /2018-06-01/", 17)) {
    fail("the peer reported an error");
  } else {
    // Extensions are not what is measured.
    connection_write(connection, not_found, sizeof not_found - 1);
  }
}

static int listen_on_loopback(int *port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, most_connections) != 0 ||
      getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
    fail("no port to listen on");
  }
  *port = ntohs(address.sin_port);
  return listener;
}

// Serves until `end`, and ends with an error when the peer does not come.
static void run(struct server *server, struct connection *connections, struct pollfd *polled, nfds_t *count, double end) {
  while (now() < end) {
    if (poll(polled, *count, 10000) == 0) fail("the peer does nothing");
    if (polled[0].revents != 0 && *count <= most_connections) {
      int descriptor = accept4(polled[0].fd, NULL, NULL, SOCK_CLOEXEC);
      connections[*count] = connection_make(descriptor);
      polled[(*count)++] = (struct pollfd){descriptor, POLLIN, 0};
    }
    for (nfds_t index = 1; index < *count; index++) {
      if (polled[index].revents == 0) continue;
      if (connection_read(&connections[index])) {
        serve(server, &connections[index]);
      } else {
        close(polled[index].fd);
        polled[index] = (struct pollfd){-1, 0, 0};
      }
    }
  }
}

int main(int count, char **words) {
  if (count < 6) {
    puts("usage: runtimeserver EVENT ANSWER WARM_UP SECONDS COMMAND...; its source says what each of them is");
    return count == 2 && strcmp(words[1], "--help") == 0 ? 0 : 64;
  }
  struct server server = {.answer_path = words[2]};
  prepare_event(&server, words[1]);
  int port = 0;
  struct connection connections[most_connections + 1];
  struct pollfd polled[most_connections + 1] = {{listen_on_loopback(&port), POLLIN, 0}};
  nfds_t polled_count = 1;
  pin_to_one_cpu();
  pid_t peer = peer_start(words + 5, port);
  run(&server, connections, polled, &polled_count, now() + strtod(words[3], NULL));
  server.invocations = 0;
  double start = now();
  run(&server, connections, polled, &polled_count, start + strtod(words[4], NULL));
  double seconds = now() - start;
  printf("%f %ld\n", (double)server.invocations / seconds, peer_peak_memory(peer));
  peer_end(peer);
  if (server.invocations == 0) fail("no invocation was answered");
  return 0;
}
