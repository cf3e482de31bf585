/* Calls a published API again and again: load PORT CONNECTIONS SECONDS RATE TARGET [HEADER...]. See asking.h; with RATE 0
   as fast as it goes. Connections are kept; an answer that is not 200 ends the program. */

#define _GNU_SOURCE
#include "../common/asking.h"

#include <string.h>
#include <strings.h>

static char request[BUFFER_BYTES];

static int64_t whole_length(const uint8_t *bytes, int64_t count) {
    static const char expected[] = "HTTP/1.1 200 ", end[] = "\r\n\r\n", length[] = "content-length:";
    const char *text = (const char *)bytes, *body = memmem(bytes, count, end, strlen(end));
    if (!body || memcmp(text, expected, strlen(expected))) {
        fprintf(stderr, "an answer that was not expected: %.*s\n", (int)count, text);
        exit(1);
    }
    for (const char *line = text; line < body; line = (const char *)memchr(line, '\n', body - line + 2) + 1) {
        if (!strncasecmp(line, length, strlen(length))) {
            return body + strlen(end) - text + atoll(line + strlen(length));
        }
    }
    fprintf(stderr, "an answer without its length\n");
    exit(1);
}

static void make_request(int header_count, char **headers, const char *target) {
    size_t count = snprintf(
        request, sizeof request, "GET %s HTTP/1.1\r\nhost: localhost\r\nuser-agent: load\r\naccept: */*\r\n", target);
    for (int index = 0; index < header_count && count < sizeof request; index++) {
        count += snprintf(request + count, sizeof request - count, "%s\r\n", headers[index]);
    }
    if (count + 2 >= sizeof request) {
        fprintf(stderr, "the request is too long\n");
        exit(2);
    }
    strcpy(request + count, "\r\n");
    question = (const uint8_t *)request;
    question_length = count + 2;
}

int main(int argument_count, char **arguments) {
    if (argument_count < 6) {
        fprintf(stderr, "usage: load PORT CONNECTIONS SECONDS RATE TARGET [HEADER...]\n");
        return 2;
    }
    int count = atoi(arguments[2]);
    struct connection *connections = calloc(count, sizeof *connections);
    make_request(argument_count - 6, arguments + 6, arguments[5]);
    for (int index = 0; index < count; index++) {
        connections[index].socket = open_connection(atoi(arguments[1]));
    }
    ask_for(connections, count, atoi(arguments[3]), atoi(arguments[4]));
    return 0;
}
