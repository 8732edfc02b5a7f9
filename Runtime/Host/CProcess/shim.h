// What glibc offers for processes beyond POSIX. Swift's Glibc module is built without _GNU_SOURCE and leaves
// these out.
#pragma once
#include <spawn.h>

extern int pidfd_open(pid_t pid, unsigned int flags);
extern int pipe2(int descriptors[2], int flags);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
