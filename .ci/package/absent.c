// What packaged functions have of their own instead of what the C library of Amazon Linux 2023 (glibc 2.34) lacks, and
// instead of what they never use.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

// glibc's has a new version since 2.35; it too computes in double precision.
float hypotf(float x, float y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  return (float)sqrt((double)x * x + (double)y * y);
}

// glibc 2.35; libgcc's unwinder looks for it. There is nothing to find: functions carry no unwind tables.
int _dl_find_object(void *address, void *result) { return -1; }

// The names of all Unicode characters, half a megabyte behind Unicode.Scalar.Properties.name, which no function asks for.
intptr_t __wrap__swift_stdlib_getScalarName(uint32_t scalar, uint8_t *buffer, intptr_t capacity) { abort(); }

// C++'s demangler, 45 KB, which prints the type of an exception that nobody catches. Nothing here throws.
char *__cxa_demangle(const char *name, char *buffer, size_t *size, int *status) {
  if (status) *status = -1;
  return NULL;
}
