/* Asks a MongoDB server the same thing again and again: load PORT CONNECTIONS SECONDS RATE. See asking.h; with RATE 0 as
   fast as it goes. With SECONDS 0 the connections only shake hands, and stay until the input ends. */

#define _GNU_SOURCE
#include "../common/asking.h"
#include "message.h"

static uint8_t hello[512], find[512];
static int32_t hello_length;

static int64_t whole_length(const uint8_t *bytes, int64_t count) {
    return count < HEADER_BYTES ? BUFFER_BYTES : read_int32(bytes);
}

static void make_requests(void) {
    uint8_t *document = begin_message(hello, 1, 0);
    uint8_t *end = append_string(append_int32(document + 4, "hello", 1), "$db", "admin");
    hello_length = end_message(hello, document, end);

    document = begin_message(find, 2, 0);
    end = append_string(document + 4, "find", "orders");
    uint8_t *filter = append_name(end, 0x03, "filter");
    end = close_document(filter, append_int32(filter + 4, "_id", 4711));
    end = append_int32(end, "limit", 1);
    uint8_t *session = append_name(end, 0x03, "lsid");
    end = append_name(session + 4, 0x05, "id");
    write_int32(end, 16);
    end[4] = 4;
    memset(end + 5, 0x5a, 16);
    end = close_document(session, end + 21);
    end = append_string(end, "$db", "shop");
    question = find;
    question_length = end_message(find, document, end);
}

static void shake_hands(int socket) {
    if (write(socket, hello, hello_length) != hello_length) {
        fail("write");
    }
    int32_t count = 0;
    while (count < HEADER_BYTES || count < read_int32(answer)) {
        ssize_t more = read(socket, answer + count, BUFFER_BYTES - count);
        if (more <= 0) {
            fail("handshake");
        }
        count += more;
    }
}

int main(int argument_count, char **arguments) {
    if (argument_count != 5) {
        fprintf(stderr, "usage: load PORT CONNECTIONS SECONDS RATE\n");
        return 2;
    }
    int count = atoi(arguments[2]), seconds = atoi(arguments[3]);
    struct connection *connections = calloc(count, sizeof *connections);
    make_requests();
    for (int index = 0; index < count; index++) {
        connections[index].socket = open_connection(atoi(arguments[1]));
        shake_hands(connections[index].socket);
    }
    if (seconds) {
        ask_for(connections, count, seconds, atoi(arguments[4]));
    } else {
        puts("{}");
        fflush(stdout);
        while (getchar() != EOF) {
        }
    }
    return 0;
}
