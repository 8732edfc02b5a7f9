#pragma once
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

// How many bytes of freed memory the process keeps; blocks of up to 32 MiB, the most that glibc allows, come from
// what is kept (https://man7.org/linux/man-pages/man3/mallopt.3.html). Other C libraries decide themselves.
static inline void keep_freed_memory(int bytes) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, bytes);
#else
  (void)bytes;
#endif
}
