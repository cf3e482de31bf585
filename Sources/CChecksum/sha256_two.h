// SHA-256 by the processor's own instructions. A round waits for the one before it, so two messages are hashed at once:
// rounds of one fill the gaps between those of the other.

#ifndef DAYBOOK_SHA256_TWO_H
#define DAYBOOK_SHA256_TWO_H

#include "sha256_message.h"

#define DAYBOOK_SHA256_TARGET __attribute__((target("sha,sse4.1")))

typedef int32_t daybook_words __attribute__((vector_size(16)));
typedef int8_t daybook_octets __attribute__((vector_size(16)));

// The state in the order of the instructions, lowest word first: F E B A, and H G D C.
typedef struct {
    daybook_words feba;
    daybook_words hgdc;
} daybook_sha256_state;

static const daybook_sha256_state daybook_sha256_start = {
    {(int32_t)0x9B05688C, (int32_t)0x510E527F, (int32_t)0xBB67AE85, (int32_t)0x6A09E667},
    {(int32_t)0x5BE0CD19, (int32_t)0x1F83D9AB, (int32_t)0xA54FF53A, (int32_t)0x3C6EF372},
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
    daybook_sha256_rounds one = {.state = *state};
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
    daybook_sha256_rounds one = {.state = *state};
    daybook_sha256_rounds other = {.state = *other_state};
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

static inline void daybook_sha256_end_of_two(const daybook_sha256_message *message, const daybook_sha256_state *state) {
    daybook_words feba = state->feba, hgdc = state->hgdc;
    const uint32_t words[8] = {
        (uint32_t)feba[3], (uint32_t)feba[2], (uint32_t)hgdc[3], (uint32_t)hgdc[2],
        (uint32_t)feba[1], (uint32_t)feba[0], (uint32_t)hgdc[1], (uint32_t)hgdc[0],
    };
    daybook_sha256_end(message, words);
}

// Hashes each content behind the prefix, and writes 32 bytes for each to `digests`.
DAYBOOK_SHA256_TARGET
static inline void daybook_sha256_all_by_two(
    uint8_t prefix, const uint8_t *bytes, const daybook_content *contents, size_t count, uint8_t *digests
) {
    daybook_sha256_message messages[2];
    daybook_sha256_state states[2];
    size_t next = 0;
    int open = 0;
    for (;;) {
        while (open < 2 && next < count) {
            const daybook_content *content = contents + next;
            daybook_sha256_begin(
                &messages[open], prefix, bytes + content->start, content->end - content->start, digests + 32 * next);
            states[open] = daybook_sha256_start;
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
                daybook_sha256_take_two(&states[0], block, &states[1], other);
            } while (messages[0].block_count > 0 && messages[1].block_count > 0);
        } else {
            while (messages[0].block_count > 0) {
                daybook_sha256_take(&states[0], daybook_sha256_next(&messages[0]));
            }
        }
        if (open == 2 && messages[1].block_count == 0) {
            daybook_sha256_end_of_two(&messages[1], &states[1]);
            open -= 1;
        }
        if (messages[0].block_count == 0) {
            daybook_sha256_end_of_two(&messages[0], &states[0]);
            open -= 1;
            if (open == 1) {
                messages[0] = messages[1];
                states[0] = states[1];
            }
        }
    }
}

#endif
