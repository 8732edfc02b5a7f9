// The process that is measured.
#pragma once
#include <sys/types.h>

// Keeps this process, and every process that it starts, on one CPU: then what is counted is work, not how quickly
// the kernel wakes another CPU.
void pin_to_one_cpu(void);

// Starts the words of a command with the address of the Runtime API.
pid_t peer_start(char *const *words, int port);

// The most memory it has had at a time, in KiB.
long peer_peak_memory(pid_t peer);

void peer_end(pid_t peer);
