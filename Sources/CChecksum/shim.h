// The checksum CRC-32C (RFC 3720 section 12.1) by the processor's own instructions, where it has them.
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
