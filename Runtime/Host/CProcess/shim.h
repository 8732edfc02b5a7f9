// What glibc offers for processes beyond POSIX. Swift's Glibc module is built without _GNU_SOURCE and leaves
// these out.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern int pidfd_open(pid_t pid, unsigned int flags);
extern int pipe2(int descriptors[2], int flags);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/// A file in memory that has no name, closed in programs that are started; -1 when there is none to be had.
static inline int process_memory_file(void) { return (int)syscall(SYS_memfd_create, "input", 1U); }

/// How a function's process begins. posix_spawn knows neither users nor limits.
struct process_launch {
  const char *path;
  char *const *arguments;
  char *const *environment;
  const char *directory;
  /// Becomes standard output and standard error.
  int output;
  /// The user and group to become; 0 to stay who we are.
  uid_t user;
  gid_t group;
  /// A further group; 0 for none.
  gid_t besides;
  /// Processes and threads of that user; 0 for no limit of ours.
  rlim_t processes;
  rlim_t files;
};

/// In the child, which has its memory in common with its parent until it becomes another program: nothing but system
/// calls. Returns only when one failed, with its number.
static inline int process_become(const struct process_launch *launch) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int number = 1; number < 65; number++) sigaction(number, &action, 0);
  if (setsid() < 0) return errno;
  int input = open("/dev/null", O_RDONLY);
  if (input < 0 || dup2(input, 0) < 0 || dup2(launch->output, 1) < 0 || dup2(launch->output, 2) < 0) return errno;
  // Nothing else of the host's: its sockets are other functions' events, and its ports must die with it.
  if (syscall(SYS_close_range, 3, ~0U, 0) < 0) return errno;
  struct rlimit none = {0, 0}, files = {launch->files, launch->files};
  struct rlimit processes = {launch->processes, launch->processes};
  if (setrlimit(RLIMIT_CORE, &none) < 0 || setrlimit(RLIMIT_NOFILE, &files) < 0) return errno;
  if (launch->processes && setrlimit(RLIMIT_NPROC, &processes) < 0) return errno;
  // When the machine runs out of memory, a function goes before the host and its database.
  int score = open("/proc/self/oom_score_adj", O_WRONLY);
  if (score >= 0) {
    (void)!write(score, "500", 3);
    close(score);
  }
  if (chdir(launch->directory) < 0) return errno;
  if (launch->user) {
    // The system calls, not glibc's functions: these would change every thread of the parent.
    if (syscall(SYS_setgroups, launch->besides ? 1 : 0, &launch->besides) < 0) return errno;
    if (syscall(SYS_setresgid, launch->group, launch->group, launch->group) < 0) return errno;
    if (syscall(SYS_setresuid, launch->user, launch->user, launch->user) < 0) return errno;
    umask(077);
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return errno;
  // After the change of user, which clears it.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) return errno;
  sigset_t empty;
  sigemptyset(&empty);
  sigprocmask(SIG_SETMASK, &empty, 0);
  execve(launch->path, launch->arguments, launch->environment);
  return errno;
}

/// Starts a program in a session of its own. It is killed when the calling thread ends. 0, or the number of the error.
static inline int process_start(const struct process_launch *launch, pid_t *pid) {
  sigset_t all, before;
  volatile int failure = 0;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = vfork();
  if (child == 0) {
    failure = process_become(launch);
    _exit(127);
  }
  int code = child < 0 ? errno : failure;
  pthread_sigmask(SIG_SETMASK, &before, 0);
  if (child > 0 && code) waitpid(child, 0, 0);
  *pid = child;
  return code;
}

/// Kills every process of a user at once: the kernel lets none of them fork in between.
static inline void process_kill_user(uid_t user) {
  if (user == 0 || user == getuid()) return;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = vfork();
  if (child == 0) {
    // Without the change of user the signal would go to everybody.
    if (syscall(SYS_setresuid, user, user, user) == 0 && getuid() == user) kill(-1, SIGKILL);
    _exit(0);
  }
  pthread_sigmask(SIG_SETMASK, &before, 0);
  if (child > 0) waitpid(child, 0, 0);
}
