// Checksums by the processor's own instructions, where it has them: CRC-32C (RFC 3720 section 12.1), and the CRC-32 of
// gzip (RFC 1952 section 8).
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)

static inline bool daybook_crc32c_is_supported(void) {
    return __builtin_cpu_supports("sse4.2");
}

__attribute__((target("sse4.2")))
static inline uint64_t daybook_crc32c_word(uint64_t state, uint64_t word) {
    return __builtin_ia32_crc32di(state, word);
}

__attribute__((target("sse4.2")))
static inline uint64_t daybook_crc32c_byte(uint64_t state, uint8_t byte) {
    return __builtin_ia32_crc32qi((uint32_t)state, byte);
}

#define DAYBOOK_CRC32C_TARGET __attribute__((target("sse4.2")))

#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)

static inline bool daybook_crc32c_is_supported(void) {
    return true;
}

static inline uint64_t daybook_crc32c_word(uint64_t state, uint64_t word) {
    return __builtin_arm_crc32cd((uint32_t)state, word);
}

static inline uint64_t daybook_crc32c_byte(uint64_t state, uint8_t byte) {
    return __builtin_arm_crc32cb((uint32_t)state, byte);
}

#define DAYBOOK_CRC32C_TARGET

#else

static inline bool daybook_crc32c_is_supported(void) {
    return false;
}

// Never called: nobody asks a processor that has said no.
static inline uint64_t daybook_crc32c_word(uint64_t state, uint64_t word) {
    return state ^ word;
}

static inline uint64_t daybook_crc32c_byte(uint64_t state, uint8_t byte) {
    return state ^ byte;
}

#define DAYBOOK_CRC32C_TARGET

#endif

// Takes bytes into the state of a checksum: inverted at the start, to be inverted at the end.
DAYBOOK_CRC32C_TARGET
static inline uint32_t daybook_crc32c(uint32_t state, const uint8_t *bytes, size_t count) {
    uint64_t wide = state;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        wide = daybook_crc32c_word(wide, word);
    }
    for (; count > 0; bytes += 1, count -= 1) {
        wide = daybook_crc32c_byte(wide, *bytes);
    }
    return (uint32_t)wide;
}

#if defined(__x86_64__)

typedef long long daybook_lanes __attribute__((vector_size(16)));

static inline bool daybook_crc32_is_supported(void) {
    return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.2");
}

// Moves 16 bytes of a message behind others that follow later: multiplies its halves by powers of x modulo the
// polynomial.
__attribute__((target("pclmul,sse4.2")))
static inline daybook_lanes daybook_crc32_move(daybook_lanes bytes, daybook_lanes powers) {
    return __builtin_ia32_pclmulqdq128(bytes, powers, 0x00) ^ __builtin_ia32_pclmulqdq128(bytes, powers, 0x11);
}

__attribute__((target("pclmul,sse4.2")))
static inline daybook_lanes daybook_crc32_load(const uint8_t *bytes) {
    daybook_lanes lanes;
    memcpy(&lanes, bytes, 16);
    return lanes;
}

// Folds a message into 16 bytes that have its checksum when they are taken into a state of zero. `count` is a multiple
// of 16, and 64 at least.
//
// Source: Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel, 2009.
__attribute__((target("pclmul,sse4.2")))
static inline void daybook_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t *folded) {
    // x to the powers of 544 and 480, of 160 and 96, each bit-reversed.
    const daybook_lanes by64 = {0x154442BD4, 0x1C6E41596};
    const daybook_lanes by16 = {0x1751997D0, 0x0CCAA009E};
    daybook_lanes first = {state, 0};
    daybook_lanes lanes[4];
    for (int lane = 0; lane < 4; lane += 1) {
        lanes[lane] = daybook_crc32_load(bytes + 16 * lane);
    }
    lanes[0] ^= first;
    for (bytes += 64, count -= 64; count >= 64; bytes += 64, count -= 64) {
        for (int lane = 0; lane < 4; lane += 1) {
            lanes[lane] = daybook_crc32_move(lanes[lane], by64) ^ daybook_crc32_load(bytes + 16 * lane);
        }
    }
    daybook_lanes rest = lanes[0];
    for (int lane = 1; lane < 4; lane += 1) {
        rest = daybook_crc32_move(rest, by16) ^ lanes[lane];
    }
    for (; count >= 16; bytes += 16, count -= 16) {
        rest = daybook_crc32_move(rest, by16) ^ daybook_crc32_load(bytes);
    }
    memcpy(folded, &rest, 16);
}

#else

static inline bool daybook_crc32_is_supported(void) {
    return false;
}

// Never called: nobody asks a processor that has said no.
static inline void daybook_crc32_fold(uint32_t state, const uint8_t *bytes, size_t count, uint8_t *folded) {
    (void)state;
    (void)bytes;
    (void)count;
    memset(folded, 0, 16);
}

#endif
