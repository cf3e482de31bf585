// SHA-256 (FIPS 180-4) of many short messages, by the processor's own instructions where it has them. A round waits for
// the one before it, so two messages are hashed at once: rounds of one fill the gaps between those of the other.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Where the content of a message is among the bytes.
typedef struct {
    size_t start;
    size_t end;
} daybook_content;

#if defined(__x86_64__)

#include <cpuid.h>

#define DAYBOOK_SHA256_TARGET __attribute__((target("sha,sse4.1")))
#define DAYBOOK_SHA256_BLOCK 64

typedef int32_t daybook_words __attribute__((vector_size(16)));
typedef int8_t daybook_octets __attribute__((vector_size(16)));

// Slow: whoever hashes asks once and keeps the answer.
static inline bool daybook_sha256_is_supported(void) {
    unsigned a, b, c, d;
    return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}

// The state in the order of the instructions, lowest word first: F E B A, and H G D C.
typedef struct {
    daybook_words feba;
    daybook_words hgdc;
} daybook_sha256_state;

static const daybook_sha256_state daybook_sha256_start = {
    {(int32_t)0x9B05688C, (int32_t)0x510E527F, (int32_t)0xBB67AE85, (int32_t)0x6A09E667},
    {(int32_t)0x5BE0CD19, (int32_t)0x1F83D9AB, (int32_t)0xA54FF53A, (int32_t)0x3C6EF372},
};

static const uint32_t daybook_sha256_constants[64] = {
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
};

// A block of one message, and its state while its rounds run.
typedef struct {
    daybook_sha256_state state;
    daybook_words words[4];
} daybook_sha256_rounds;

DAYBOOK_SHA256_TARGET
static inline __attribute__((always_inline)) daybook_words daybook_sha256_load(const uint8_t *bytes) {
    daybook_octets lanes;
    memcpy(&lanes, bytes, 16);
    return (daybook_words)__builtin_shufflevector(lanes, lanes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

// Four rounds of one message. `group` counts them, and is known when this is compiled.
DAYBOOK_SHA256_TARGET
static inline __attribute__((always_inline)) void daybook_sha256_four_rounds(
    daybook_sha256_rounds *rounds, const uint8_t *block, int group
) {
    daybook_words *words = rounds->words;
    if (group < 4) {
        words[group] = daybook_sha256_load(block + 16 * group);
    } else {
        daybook_words last = words[(group + 3) & 3];
        daybook_words shifted = __builtin_shufflevector(words[(group + 2) & 3], last, 1, 2, 3, 4);
        daybook_words mixed = __builtin_ia32_sha256msg1(words[group & 3], words[(group + 1) & 3]) + shifted;
        words[group & 3] = __builtin_ia32_sha256msg2(mixed, last);
    }
    daybook_words constants;
    memcpy(&constants, daybook_sha256_constants + 4 * group, 16);
    daybook_words sum = words[group & 3] + constants;
    daybook_sha256_state *state = &rounds->state;
    state->hgdc = __builtin_ia32_sha256rnds2(state->hgdc, state->feba, sum);
    sum = __builtin_shufflevector(sum, sum, 2, 3, 0, 1);
    state->feba = __builtin_ia32_sha256rnds2(state->feba, state->hgdc, sum);
}

DAYBOOK_SHA256_TARGET
static inline void daybook_sha256_take(daybook_sha256_state *state, const uint8_t *block) {
    daybook_sha256_rounds one = {*state};
#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group += 1) {
        daybook_sha256_four_rounds(&one, block, group);
    }
    state->feba += one.state.feba;
    state->hgdc += one.state.hgdc;
}

DAYBOOK_SHA256_TARGET
static inline void daybook_sha256_take_two(
    daybook_sha256_state *state, const uint8_t *block, daybook_sha256_state *other_state, const uint8_t *other_block
) {
    daybook_sha256_rounds one = {*state};
    daybook_sha256_rounds other = {*other_state};
#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group += 1) {
        daybook_sha256_four_rounds(&one, block, group);
        daybook_sha256_four_rounds(&other, other_block, group);
    }
    state->feba += one.state.feba;
    state->hgdc += one.state.hgdc;
    other_state->feba += other.state.feba;
    other_state->hgdc += other.state.hgdc;
}

// A message on its way: one byte before its content, and the padding behind it.
typedef struct {
    daybook_sha256_state state;
    const uint8_t *content;
    size_t count;
    // Bytes of the message that were taken, its first byte among them, and blocks that are left.
    size_t taken;
    size_t block_count;
    uint8_t *digest;
    uint8_t prefix;
    // A block that does not lie in the content as it is.
    uint8_t edge[DAYBOOK_SHA256_BLOCK];
} daybook_sha256_message;

static inline void daybook_sha256_begin(
    daybook_sha256_message *message, uint8_t prefix, const uint8_t *content, size_t count, uint8_t *digest
) {
    message->state = daybook_sha256_start;
    message->content = content;
    message->count = count;
    message->taken = 0;
    // The prefix, the content, a byte that ends them, and eight bytes of their length.
    message->block_count = (1 + count + 9 + DAYBOOK_SHA256_BLOCK - 1) / DAYBOOK_SHA256_BLOCK;
    message->digest = digest;
    message->prefix = prefix;
}

static inline const uint8_t *daybook_sha256_next(daybook_sha256_message *message) {
    size_t start = message->taken, length = message->count + 1;
    message->taken += DAYBOOK_SHA256_BLOCK;
    message->block_count -= 1;
    if (start > 0 && start + DAYBOOK_SHA256_BLOCK <= length) {
        return message->content + start - 1;
    }
    uint8_t *edge = message->edge;
    memset(edge, 0, DAYBOOK_SHA256_BLOCK);
    size_t first = start == 0 ? 0 : start - 1, room = start == 0 ? DAYBOOK_SHA256_BLOCK - 1 : DAYBOOK_SHA256_BLOCK;
    if (start == 0) {
        edge[0] = message->prefix;
    }
    if (first < message->count) {
        size_t rest = message->count - first;
        memcpy(edge + DAYBOOK_SHA256_BLOCK - room, message->content + first, rest < room ? rest : room);
    }
    if (length >= start && length < start + DAYBOOK_SHA256_BLOCK) {
        edge[length - start] = 0x80;
    }
    if (message->block_count == 0) {
        uint64_t bits = __builtin_bswap64((uint64_t)length * 8);
        memcpy(edge + DAYBOOK_SHA256_BLOCK - 8, &bits, 8);
    }
    return edge;
}

static inline void daybook_sha256_end(const daybook_sha256_message *message) {
    daybook_words feba = message->state.feba, hgdc = message->state.hgdc;
    uint32_t words[8] = {
        (uint32_t)feba[3], (uint32_t)feba[2], (uint32_t)hgdc[3], (uint32_t)hgdc[2],
        (uint32_t)feba[1], (uint32_t)feba[0], (uint32_t)hgdc[1], (uint32_t)hgdc[0],
    };
    for (int word = 0; word < 8; word += 1) {
        uint32_t value = __builtin_bswap32(words[word]);
        memcpy(message->digest + 4 * word, &value, 4);
    }
}

// Hashes each content behind the prefix, and writes 32 bytes for each to `digests`.
DAYBOOK_SHA256_TARGET
static inline void daybook_sha256_all(
    uint8_t prefix, const uint8_t *bytes, const daybook_content *contents, size_t count, uint8_t *digests
) {
    daybook_sha256_message messages[2];
    size_t next = 0;
    int open = 0;
    for (;;) {
        while (open < 2 && next < count) {
            const daybook_content *content = contents + next;
            daybook_sha256_begin(
                &messages[open], prefix, bytes + content->start, content->end - content->start, digests + 32 * next);
            open += 1;
            next += 1;
        }
        if (open == 0) {
            return;
        }
        if (open == 2) {
            do {
                const uint8_t *block = daybook_sha256_next(&messages[0]);
                const uint8_t *other = daybook_sha256_next(&messages[1]);
                daybook_sha256_take_two(&messages[0].state, block, &messages[1].state, other);
            } while (messages[0].block_count > 0 && messages[1].block_count > 0);
        } else {
            while (messages[0].block_count > 0) {
                daybook_sha256_take(&messages[0].state, daybook_sha256_next(&messages[0]));
            }
        }
        if (open == 2 && messages[1].block_count == 0) {
            daybook_sha256_end(&messages[1]);
            open -= 1;
        }
        if (messages[0].block_count == 0) {
            daybook_sha256_end(&messages[0]);
            open -= 1;
            if (open == 1) {
                messages[0] = messages[1];
            }
        }
    }
}

#else

static inline bool daybook_sha256_is_supported(void) {
    return false;
}

// Never called: nobody asks a processor that has said no.
static inline void daybook_sha256_all(
    uint8_t prefix, const uint8_t *bytes, const daybook_content *contents, size_t count, uint8_t *digests
) {
    (void)prefix;
    (void)bytes;
    (void)contents;
    memset(digests, 0, 32 * count);
}

#endif
