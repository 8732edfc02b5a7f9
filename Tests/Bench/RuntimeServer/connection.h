// A connection of the peer, and the calls that it makes on it.
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct connection {
  int descriptor;
  char *bytes;
  size_t count, capacity;
};

// One call: head and body in the connection's buffer.
struct call {
  const char *head, *body;
  size_t head_count, body_count;
};

struct connection connection_make(int descriptor);

// Reads once. False when the peer has closed the connection.
bool connection_read(struct connection *connection);

// Whether a whole call has arrived.
bool connection_call(const struct connection *connection, struct call *call);

// Forgets the call that was answered. The peer has one call in flight on a connection.
void connection_forget(struct connection *connection);

void connection_write(const struct connection *connection, const char *bytes, size_t count);
