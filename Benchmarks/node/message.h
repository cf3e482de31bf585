/* MongoDB messages, as little of them as a benchmark needs. Little-endian machines only. */

#ifndef DAYBOOK_BENCHMARK_MESSAGE_H
#define DAYBOOK_BENCHMARK_MESSAGE_H

#include <stdint.h>
#include <string.h>

enum { HEADER_BYTES = 16, OP_MSG = 2013 };

static inline int32_t read_int32(const uint8_t *bytes) {
    int32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static inline void write_int32(uint8_t *bytes, int32_t value) { memcpy(bytes, &value, sizeof value); }

/* A document that grows: each of the functions returns the new end. */
static inline uint8_t *append_name(uint8_t *end, uint8_t type, const char *name) {
    *end++ = type;
    size_t length = strlen(name) + 1;
    memcpy(end, name, length);
    return end + length;
}

static inline uint8_t *append_int32(uint8_t *end, const char *name, int32_t value) {
    end = append_name(end, 0x10, name);
    write_int32(end, value);
    return end + 4;
}

static inline uint8_t *append_string(uint8_t *end, const char *name, const char *text) {
    end = append_name(end, 0x02, name);
    int32_t length = (int32_t)strlen(text) + 1;
    write_int32(end, length);
    memcpy(end + 4, text, length);
    return end + 4 + length;
}

static inline uint8_t *append_true(uint8_t *end, const char *name) {
    end = append_name(end, 0x08, name);
    *end++ = 1;
    return end;
}

/* Closes the document that began at `start`. */
static inline uint8_t *close_document(uint8_t *start, uint8_t *end) {
    *end++ = 0;
    write_int32(start, (int32_t)(end - start));
    return end;
}

/* Begins a message; its one document begins at the returned place, and its fields four bytes later. */
static inline uint8_t *begin_message(uint8_t *message, int32_t request_id, int32_t response_to) {
    write_int32(message + 4, request_id);
    write_int32(message + 8, response_to);
    write_int32(message + 12, OP_MSG);
    write_int32(message + HEADER_BYTES, 0);
    message[HEADER_BYTES + 4] = 0;
    return message + HEADER_BYTES + 5;
}

/* Ends a message that holds a document from `document` to `end`; returns its length. */
static inline int32_t end_message(uint8_t *message, uint8_t *document, uint8_t *end) {
    end = close_document(document, end);
    int32_t length = (int32_t)(end - message);
    write_int32(message, length);
    return length;
}

#endif
