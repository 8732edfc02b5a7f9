// Starts a program that is not trusted with what it reads: without a network, without our descriptors and variables,
// within limits. posix_spawn knows none of these.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct child_launch {
  const char *path;
  char *const *arguments;
  /// Become descriptors 3 and 4.
  int input;
  int output;
  /// Becomes standard error.
  int errors;
  /// Bytes of memory, bytes of a file, seconds of processor time.
  rlim_t memory;
  rlim_t file;
  rlim_t seconds;
};

#if defined(__x86_64__)
#define CHILD_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CHILD_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define CHILD_ANSWER(call, error) \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define CHILD_REFUSE(call) CHILD_ANSWER(call, EACCES)

/// From here on nothing of this process opens a socket, looks into another process, signals one or makes one. Threads it
/// may have (https://docs.kernel.org/userspace-api/seccomp_filter.html).
static inline int child_confine(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CHILD_ARCHITECTURE, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      // The calls of the ABI x32 have numbers of their own.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      CHILD_REFUSE(SYS_socket),
      CHILD_REFUSE(SYS_socketpair),
      CHILD_REFUSE(SYS_connect),
      CHILD_REFUSE(SYS_io_uring_setup),
      CHILD_REFUSE(SYS_ptrace),
      CHILD_REFUSE(SYS_process_vm_readv),
      CHILD_REFUSE(SYS_process_vm_writev),
      CHILD_REFUSE(SYS_pidfd_getfd),
      CHILD_REFUSE(SYS_pidfd_open),
      CHILD_REFUSE(SYS_kill),
      CHILD_REFUSE(SYS_tkill),
      CHILD_REFUSE(SYS_tgkill),
      CHILD_REFUSE(SYS_rt_sigqueueinfo),
      CHILD_REFUSE(SYS_rt_tgsigqueueinfo),
#ifdef SYS_fork
      CHILD_REFUSE(SYS_fork),
      CHILD_REFUSE(SYS_vfork),
#endif
      // Its flags are in memory, where a filter cannot look: glibc takes clone when there is no clone3.
      CHILD_ANSWER(SYS_clone3, ENOSYS),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -1;
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static inline int child_limit(int which, rlim_t most) {
  struct rlimit limit = {most, most};
  return setrlimit(which, &limit);
}

/// In the child, which has its memory in common with its parent until it becomes another program: nothing but system
/// calls. Returns only when one failed, with its number.
static inline int child_become(const struct child_launch *launch) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int number = 1; number < 65; number++) sigaction(number, &action, 0);
  if (setpgid(0, 0) < 0) return errno;
  int null = open("/dev/null", O_RDWR);
  // Away from the numbers that they are to have.
  int input = fcntl(launch->input, F_DUPFD, 64), output = fcntl(launch->output, F_DUPFD, 64);
  if (null < 0 || input < 0 || output < 0) return errno;
  if (dup2(launch->errors, 2) < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0) return errno;
  if (dup2(input, 3) < 0 || dup2(output, 4) < 0) return errno;
  if (syscall(SYS_close_range, 5, ~0U, 0) < 0) return errno;
  if (child_limit(RLIMIT_CORE, 0) < 0 || child_limit(RLIMIT_NOFILE, 64) < 0) return errno;
  if (child_limit(RLIMIT_AS, launch->memory) < 0 || child_limit(RLIMIT_FSIZE, launch->file) < 0) return errno;
  if (child_limit(RLIMIT_CPU, launch->seconds) < 0) return errno;
  if (chdir("/") < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || child_confine() < 0) return errno;
  sigset_t empty;
  sigemptyset(&empty);
  sigprocmask(SIG_SETMASK, &empty, 0);
  char *const environment[] = {0};
  execve(launch->path, launch->arguments, environment);
  return errno;
}

/// Starts a program in a group of its own. It is killed when the calling thread ends. 0, or the number of the error.
static inline int child_start(const struct child_launch *launch, pid_t *pid) {
  sigset_t all, before;
  volatile int failure = 0;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t child = vfork();
  if (child == 0) {
    failure = child_become(launch);
    _exit(127);
  }
  int code = child < 0 ? errno : failure;
  pthread_sigmask(SIG_SETMASK, &before, 0);
  if (child > 0 && code) waitpid(child, 0, 0);
  *pid = child;
  return code;
}

/// Whether others of the same user may look into this process: its memory, its variables, its descriptors.
static inline void child_show_parent(int is_shown) { prctl(PR_SET_DUMPABLE, is_shown, 0, 0, 0); }

/// A file in /tmp that has no name any more: it is gone with whoever has it open. -1 when there is none to be had.
static inline int child_temporary_file(void) {
  char path[] = "/tmp/clientnest-XXXXXX";
  int file = mkstemp(path);
  if (file < 0) return -1;
  unlink(path);
  fcntl(file, F_SETFD, FD_CLOEXEC);
  return file;
}
