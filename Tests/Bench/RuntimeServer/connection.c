#define _GNU_SOURCE
#include "connection.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection connection_make(int descriptor) {
  int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // Room for the largest answer: nothing is moved while it is counted.
  struct connection connection = {descriptor, NULL, 0, 7 << 20};
  connection.bytes = malloc(connection.capacity + 1);
  if (connection.bytes == NULL) abort();
  return connection;
}

bool connection_read(struct connection *connection) {
  size_t free = connection->capacity - connection->count;
  ssize_t count = free == 0 ? 0 : recv(connection->descriptor, connection->bytes + connection->count, free, 0);
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) return false;
  connection->count += (size_t)count;
  return true;
}

static size_t content_length(const char *head, size_t count) {
  static const char name[] = "\r\ncontent-length:";
  const size_t length = sizeof name - 1;
  for (size_t index = 0; index + length < count; index++) {
    if (head[index] == '\r' && strncasecmp(head + index, name, length) == 0) {
      return strtoul(head + index + length, NULL, 10);
    }
  }
  return 0;
}

bool connection_call(const struct connection *connection, struct call *call) {
  const char *end = memmem(connection->bytes, connection->count, "\r\n\r\n", 4);
  if (end == NULL) return false;
  call->head = connection->bytes;
  call->head_count = (size_t)(end - connection->bytes) + 4;
  call->body = end + 4;
  call->body_count = content_length(call->head, call->head_count);
  return connection->count >= call->head_count + call->body_count;
}

void connection_forget(struct connection *connection) { connection->count = 0; }

void connection_write(const struct connection *connection, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = send(connection->descriptor, bytes, count, MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}
