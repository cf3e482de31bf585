// SHA-256 (FIPS 180-4) of many short messages, several at once where the processor can.

#ifndef DAYBOOK_SHA256_H
#define DAYBOOK_SHA256_H

#include "sha256_message.h"

#if defined(__x86_64__)

#include <cpuid.h>

#include "sha256_sixteen.h"
#include "sha256_two.h"

// How many messages are hashed at once: 0 when the processor has no instructions for it. Slow: whoever hashes asks once
// and keeps the answer.
static inline size_t daybook_sha256_lane_count(void) {
    unsigned a, b, c, d;
    if (!__builtin_cpu_supports("sse4.1") || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b >> 29 & 1)) {
        return 0;
    }
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") ? DAYBOOK_SHA256_LANES : 2;
}

// Below this many messages most of sixteen lanes would hash nothing.
#define DAYBOOK_SHA256_WIDE_COUNT 10

// Hashes each content behind the prefix, and writes 32 bytes for each to `digests`; at most so many at once, 2 or 16.
static inline void daybook_sha256_all(
    size_t lane_count, uint8_t prefix, const uint8_t *bytes, const daybook_content *contents, size_t count,
    uint8_t *digests
) {
    if (lane_count == DAYBOOK_SHA256_LANES && count >= DAYBOOK_SHA256_WIDE_COUNT) {
        daybook_sha256_all_by_sixteen(prefix, bytes, contents, count, digests);
    } else {
        daybook_sha256_all_by_two(prefix, bytes, contents, count, digests);
    }
}

#else

static inline size_t daybook_sha256_lane_count(void) {
    return 0;
}

// Never called: nobody asks a processor that has said no.
static inline void daybook_sha256_all(
    size_t lane_count, uint8_t prefix, const uint8_t *bytes, const daybook_content *contents, size_t count,
    uint8_t *digests
) {
    (void)lane_count;
    (void)prefix;
    (void)bytes;
    (void)contents;
    memset(digests, 0, 32 * count);
}

#endif

#endif
