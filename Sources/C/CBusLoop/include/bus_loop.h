#ifndef SWITCHBOARD_BUS_LOOP_H
#define SWITCHBOARD_BUS_LOOP_H

#include <stddef.h>
#include <stdint.h>

// The yardstick of `bench bus`: what a plain C program gets out of librabbitmq and this broker.

// Where the loops go, and what with. The strings and the body stay the caller's.
typedef struct {
    const char *host;
    int port;
    const char *user;
    const char *password;
    const char *virtual_host;
    const char *exchange;
    const char *routing_key;
    const char *queue;
    const uint8_t *body;
    size_t size;
    int64_t count;
    // Messages that are sent and not yet confirmed, at most.
    int64_t window;
    // Deliveries that are not yet acknowledged, at most.
    uint16_t prefetch;
} bus_loop;

// What came of a loop: a rate, or what went wrong, in words.
typedef struct {
    double per_second;
    char fault[160];
} bus_loop_result;

// Publishes `count` persistent, mandatory messages; the clock runs from the first publish to the last confirm.
bus_loop_result bus_loop_publish(const bus_loop *loop);

// Takes `count` messages out of the queue and acknowledges each; the clock runs from the first delivery to the last ack.
bus_loop_result bus_loop_consume(const bus_loop *loop);

#endif
