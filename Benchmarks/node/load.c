/* Asks a MongoDB server the same thing again and again: load PORT CONNECTIONS SECONDS RATE.

   RATE 0: each connection asks as soon as it is answered. Otherwise so many requests a second over all connections, at
   their times; a request that had to wait for the one before counts from the time it was due. Prints one JSON object,
   latencies in microseconds. With SECONDS 0 the connections only shake hands, and stay until the input ends. */

#define _GNU_SOURCE
#include "message.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 65536, SAMPLE_LIMIT = 20000000, EVENT_COUNT = 256, NANOSECONDS = 1000000000 };

struct connection {
    int socket, is_waiting;
    /* When the request was due, and of its answer how much there is and how much there will be. */
    int64_t due, count, length;
};

static uint8_t hello[512], find[512], answer[BUFFER_BYTES];
static int32_t hello_length, find_length;
static struct connection *connections;
static uint32_t *samples;
static int64_t sample_count, interval;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
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
    find_length = end_message(find, document, end);
}

static void read_whole(int socket) {
    int32_t count = 0;
    while (count < HEADER_BYTES || count < read_int32(answer)) {
        ssize_t more = read(socket, answer + count, BUFFER_BYTES - count);
        if (more <= 0) {
            fail("handshake");
        }
        count += more;
    }
}

static int open_connection(int port) {
    int socket_ = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(socket_, (struct sockaddr *)&address, sizeof address)) {
        fail("connect");
    }
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (write(socket_, hello, hello_length) != hello_length) {
        fail("write");
    }
    read_whole(socket_);
    return socket_;
}

static void ask(struct connection *connection, int64_t time) {
    if (!interval) {
        connection->due = time;
    }
    connection->is_waiting = 1;
    connection->count = 0;
    if (write(connection->socket, find, find_length) != find_length) {
        fail("write");
    }
}

/* One answer is awaited at a time, so what comes is it; it may come in pieces. */
static void take(struct connection *connection) {
    ssize_t count = read(connection->socket, answer, BUFFER_BYTES);
    if (count <= 0) {
        fail("the other side hung up");
    }
    if (connection->count == 0) {
        connection->length = read_int32(answer);
    }
    connection->count += count;
    if (connection->count < connection->length) {
        return;
    }
    int64_t time = now();
    if (sample_count < SAMPLE_LIMIT) {
        samples[sample_count++] = (uint32_t)(time - connection->due);
    }
    connection->is_waiting = 0;
    if (!interval) {
        ask(connection, time);
        return;
    }
    connection->due += interval;
    if (connection->due <= time) {
        ask(connection, time);
    }
}

static int compare(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static void run(int count, int64_t seconds) {
    int poll = epoll_create1(0);
    int64_t start = now();
    for (int index = 0; index < count; index++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = index};
        epoll_ctl(poll, EPOLL_CTL_ADD, connections[index].socket, &event);
        connections[index].due = start + interval * index / count;
        if (!interval) {
            ask(&connections[index], start);
        }
    }
    struct epoll_event events[EVENT_COUNT];
    for (int64_t time = start, end = start + seconds * NANOSECONDS; time < end; time = now()) {
        int64_t next = end;
        for (int index = 0; interval && index < count; index++) {
            struct connection *connection = &connections[index];
            if (!connection->is_waiting && connection->due <= time) {
                ask(connection, time);
            } else if (!connection->is_waiting && connection->due < next) {
                next = connection->due;
            }
        }
        struct timespec wait = {(next - time) / NANOSECONDS, (next - time) % NANOSECONDS};
        int ready = epoll_pwait2(poll, events, EVENT_COUNT, &wait, NULL);
        for (int index = 0; index < ready; index++) {
            take(&connections[events[index].data.u32]);
        }
    }
    double lasted = (now() - start) / 1e9;
    qsort(samples, sample_count, sizeof *samples, compare);
    printf(
        "{\"requests\": %ld, \"per_second\": %.0f, \"p50\": %.1f, \"p99\": %.1f}\n", sample_count,
        sample_count / lasted, samples[sample_count / 2] / 1e3, samples[sample_count * 99 / 100] / 1e3);
}

int main(int argument_count, char **arguments) {
    if (argument_count != 5) {
        fprintf(stderr, "usage: load PORT CONNECTIONS SECONDS RATE\n");
        return 2;
    }
    int count = atoi(arguments[2]), seconds = atoi(arguments[3]), rate = atoi(arguments[4]);
    interval = rate ? (int64_t)NANOSECONDS * count / rate : 0;
    connections = calloc(count, sizeof *connections);
    samples = malloc(sizeof *samples * SAMPLE_LIMIT);
    make_requests();
    for (int index = 0; index < count; index++) {
        connections[index].socket = open_connection(atoi(arguments[1]));
    }
    if (seconds) {
        run(count, seconds);
    } else {
        puts("{}");
        fflush(stdout);
        while (getchar() != EOF) {
        }
    }
    return 0;
}
