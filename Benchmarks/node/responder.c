/* A MongoDB server that has one answer: responder PORT. As fast as a core lets it, so that what stands in front of it
   is what is measured. */

#include "message.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { CONNECTION_LIMIT = 65536, BUFFER_BYTES = 65536, EVENT_COUNT = 256 };

struct connection {
    uint8_t *bytes;
    int32_t count;
};

static struct connection connections[CONNECTION_LIMIT];
static uint8_t hello[512], found[1024];
static int32_t hello_length, found_length;

static void make_answers(void) {
    uint8_t *document = begin_message(hello, 1, 0);
    uint8_t *end = append_true(document + 4, "isWritablePrimary");
    end = append_true(end, "ismaster");
    end = append_int32(end, "maxBsonObjectSize", 16777216);
    end = append_int32(end, "maxMessageSizeBytes", 48000000);
    end = append_int32(end, "maxWriteBatchSize", 100000);
    end = append_int32(end, "minWireVersion", 0);
    end = append_int32(end, "maxWireVersion", 21);
    end = append_int32(end, "ok", 1);
    hello_length = end_message(hello, document, end);

    document = begin_message(found, 1, 0);
    uint8_t *cursor = append_name(document + 4, 0x03, "cursor");
    uint8_t *batch = append_name(cursor + 4, 0x04, "firstBatch");
    uint8_t *order = append_name(batch + 4, 0x03, "0");
    end = append_int32(order + 4, "_id", 4711);
    end = append_string(end, "status", "paid");
    end = append_string(end, "customer", "a name of usual length");
    end = append_string(end, "text", "what else stands in a document of two hundred bytes, more or less, as many do");
    end = close_document(order, end);
    end = close_document(batch, end);
    end = append_string(end, "ns", "shop.orders");
    end = append_int32(end, "id", 0);
    end = close_document(cursor, end);
    end = append_int32(end, "ok", 1);
    found_length = end_message(found, document, end);
}

static void answer(int socket, const uint8_t *request) {
    const char *command = (const char *)request + HEADER_BYTES + 5 + 4 + 1;
    int is_handshake = !strcmp(command, "hello") || !strcmp(command, "isMaster") || !strcmp(command, "ismaster");
    uint8_t *bytes = is_handshake ? hello : found;
    int32_t length = is_handshake ? hello_length : found_length;
    memcpy(bytes + 8, request + 4, 4);
    if (write(socket, bytes, length) != length) {
        shutdown(socket, SHUT_RDWR);
    }
}

static void serve(int socket) {
    struct connection *connection = &connections[socket];
    ssize_t count = read(socket, connection->bytes + connection->count, BUFFER_BYTES - connection->count);
    if (count <= 0) {
        free(connection->bytes);
        connection->bytes = NULL;
        close(socket);
        return;
    }
    connection->count += count;
    int32_t start = 0;
    while (connection->count - start >= HEADER_BYTES) {
        int32_t length = read_int32(connection->bytes + start);
        if (length < HEADER_BYTES + 10 || length > BUFFER_BYTES) {
            shutdown(socket, SHUT_RDWR);
            return;
        }
        if (connection->count - start < length) {
            break;
        }
        answer(socket, connection->bytes + start);
        start += length;
    }
    connection->count -= start;
    memmove(connection->bytes, connection->bytes + start, connection->count);
}

static void accept_one(int listener, int poll) {
    int socket = accept(listener, NULL, NULL), yes = 1;
    if (socket < 0 || socket >= CONNECTION_LIMIT) {
        close(socket);
        return;
    }
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    connections[socket] = (struct connection){.bytes = malloc(BUFFER_BYTES)};
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

int main(int argument_count, char **arguments) {
    if (argument_count != 2) {
        fprintf(stderr, "usage: responder PORT\n");
        return 2;
    }
    make_answers();
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
        perror("responder");
        return 1;
    }
    int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[EVENT_COUNT];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int count = epoll_wait(poll, events, EVENT_COUNT, -1);
        for (int index = 0; index < count; index++) {
            events[index].data.fd == listener ? accept_one(listener, poll) : serve(events[index].data.fd);
        }
    }
}
