// Messages of SHA-256 (FIPS 180-4), block by block.

#ifndef DAYBOOK_SHA256_MESSAGE_H
#define DAYBOOK_SHA256_MESSAGE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define DAYBOOK_SHA256_BLOCK 64

// Where the content of a message is among the bytes.
typedef struct {
    size_t start;
    size_t end;
} daybook_content;

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

// A message on its way: one byte before its content, and the padding behind it.
typedef struct {
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

// The first word of a digest is its first four bytes, the highest one first.
static inline void daybook_sha256_end(const daybook_sha256_message *message, const uint32_t words[8]) {
    for (int word = 0; word < 8; word += 1) {
        uint32_t value = __builtin_bswap32(words[word]);
        memcpy(message->digest + 4 * word, &value, 4);
    }
}

#endif
