#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Sixteen bytes at a time, which Swift's SIMD types compare element by element. Clang makes SSE2 and NEON of it.
typedef uint8_t text_block __attribute__((vector_size(16)));
typedef uint64_t text_words __attribute__((vector_size(16)));

struct text_run {
  size_t length;
  /// False when bytes of the run, or near behind it, have their high bit set.
  bool is_ascii;
};

static inline text_block text_load(const uint8_t *from) {
  text_block block;
  __builtin_memcpy(&block, from, sizeof block);
  return block;
}

// 0xFF for each byte that ends a run: a quotation mark, a backslash, a control character.
static inline text_block text_special(text_block block) {
  return (text_block)((block == '"') | (block == '\\') | (block < 0x20));
}

// A bit or more for each byte that is 0xFF, lowest first; `text_first` makes its index of the lowest one.
#if defined(__SSE2__)
typedef unsigned text_mask;
static inline text_mask text_found(text_block found) {
  typedef char bytes __attribute__((vector_size(16)));
  return (unsigned)__builtin_ia32_pmovmskb128((bytes)found);
}
static inline size_t text_first(text_mask mask) { return (size_t)__builtin_ctz(mask); }
#else
typedef unsigned __int128 text_mask;
static inline text_mask text_found(text_block found) { return (text_mask)found; }
static inline size_t text_first(text_mask mask) {
  uint64_t low = (uint64_t)mask;
  return (size_t)(low ? __builtin_ctzll(low) : 64 + __builtin_ctzll((uint64_t)(mask >> 64))) >> 3;
}
#endif

static inline bool text_is_ascii(text_block seen) {
  text_words words = (text_words)seen;
  return ((words[0] | words[1]) & 0x8080808080808080u) == 0;
}

// The run at `from`, which ends after `count` bytes at the latest, copied to `to` unless that is null. Whole blocks are
// stored: up to `count` bytes of `to` are written, also behind the run.
__attribute__((always_inline)) static inline struct text_run text_run_at(uint8_t *to, const uint8_t *from, size_t count) {
  text_block seen = {0};
  size_t length = 0;
  // The index is made of a mask only where a run ends: within the loop nothing waits for it.
  while (length + 16 <= count) {
    text_block block = text_load(from + length);
    if (to) __builtin_memcpy(to + length, &block, sizeof block);
    seen |= block;
    text_mask mask = text_found(text_special(block));
    if (mask) return (struct text_run){length + text_first(mask), text_is_ascii(seen)};
    length += 16;
  }
  uint8_t bits = text_is_ascii(seen) ? 0 : 0x80;
  for (; length < count; length++) {
    uint8_t byte = from[length];
    if (byte == '"' || byte == '\\' || byte < 0x20) break;
    if (to) to[length] = byte;
    bits |= byte;
  }
  return (struct text_run){length, bits < 0x80};
}

static inline struct text_run text_run_find(const uint8_t *from, size_t count) {
  return text_run_at((void *)0, from, count);
}

static inline struct text_run text_run_copy(uint8_t *to, const uint8_t *from, size_t count) {
  return text_run_at(to, from, count);
}
