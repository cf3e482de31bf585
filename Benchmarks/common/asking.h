/* Asks a server the same thing again and again, over many connections. Whoever includes this says what is asked
   (`question`, `question_length`) and when an answer is whole (`whole_length`), and calls `ask_for`.

   Without an interval each connection asks as soon as it is answered. With one it asks at its times; a question that had
   to wait for the answer before counts from the time it was due. */

#ifndef DAYBOOK_BENCHMARK_ASKING_H
#define DAYBOOK_BENCHMARK_ASKING_H

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 65536, SAMPLE_LIMIT = 20000000, EVENT_COUNT = 256, NANOSECONDS = 1000000000 };

struct connection {
    int socket, is_waiting;
    /* When the question was due, and of its answer how much there is and how much there will be. */
    int64_t due, count, length;
};

static const uint8_t *question;
static int64_t question_length;
static uint8_t answer[BUFFER_BYTES];
static uint32_t *samples;
static int64_t sample_count, interval;

/* Bytes of an answer that begins like this. Its head comes in one piece. */
static int64_t whole_length(const uint8_t *bytes, int64_t count);

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int open_connection(int port) {
    int socket_ = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(socket_, (struct sockaddr *)&address, sizeof address)) {
        fail("connect");
    }
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return socket_;
}

static void ask(struct connection *connection, int64_t time) {
    if (!interval) {
        connection->due = time;
    }
    connection->is_waiting = 1;
    connection->count = 0;
    if (write(connection->socket, question, question_length) != question_length) {
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
        connection->length = whole_length(answer, count);
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

/* Prints one JSON object, latencies in microseconds. RATE is over all connections; 0 for as fast as it goes. */
static void ask_for(struct connection *connections, int count, int64_t seconds, int rate) {
    interval = rate ? (int64_t)NANOSECONDS * count / rate : 0;
    samples = malloc(sizeof *samples * SAMPLE_LIMIT);
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
    if (sample_count == 0) {
        fprintf(stderr, "nothing was answered\n");
        exit(1);
    }
    qsort(samples, sample_count, sizeof *samples, compare);
    printf(
        "{\"requests\": %ld, \"per_second\": %.0f, \"p50\": %.1f, \"p99\": %.1f}\n", (long)sample_count,
        sample_count / lasted, samples[sample_count / 2] / 1e3, samples[sample_count * 99 / 100] / 1e3);
}

#endif
