#define _GNU_SOURCE
#include "peer.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void pin_to_one_cpu(void) {
  cpu_set_t allowed, one;
  CPU_ZERO(&one);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  // The last: the first is busy with interrupts more often.
  for (int cpu = CPU_SETSIZE - 1; cpu >= 0; cpu--) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    CPU_SET(cpu, &one);
    break;
  }
  sched_setaffinity(0, sizeof one, &one);
}

pid_t peer_start(char *const *words, int port) {
  char address[64];
  snprintf(address, sizeof address, "127.0.0.1:%d", port);
  setenv("AWS_LAMBDA_RUNTIME_API", address, 1);
  pid_t peer = fork();
  if (peer != 0) return peer;
  // Whatever ends this program ends the peer too.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  execv(words[0], words);
  perror(words[0]);
  _exit(127);
}

long peer_peak_memory(pid_t peer) {
  char path[64], line[256];
  long kilobytes = 0;
  snprintf(path, sizeof path, "/proc/%d/status", (int)peer);
  FILE *file = fopen(path, "r");
  if (file == NULL) return 0;
  while (fgets(line, sizeof line, file) != NULL) {
    if (strncmp(line, "VmHWM:", 6) == 0) kilobytes = strtol(line + 6, NULL, 10);
  }
  fclose(file);
  return kilobytes;
}

void peer_end(pid_t peer) {
  kill(peer, SIGKILL);
  waitpid(peer, NULL, 0);
}
