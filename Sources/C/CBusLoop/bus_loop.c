#include "bus_loop.h"

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

// A broker that says nothing for so long ends the run.
static const struct timeval patience = {.tv_sec = 30};
static const amqp_channel_t channel = 1;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static bus_loop_result failed(const char *what, int status) {
    bus_loop_result result = {.per_second = 0};
    snprintf(result.fault, sizeof result.fault, "%s (%s)", what, status < 0 ? amqp_error_string2(status) : "refused");
    return result;
}

static bus_loop_result done(int64_t count, double began) {
    bus_loop_result result = {.per_second = (double)count / (now() - began)};
    return result;
}

static int is_ok(amqp_connection_state_t state) {
    return amqp_get_rpc_reply(state).reply_type == AMQP_RESPONSE_NORMAL;
}

static int is_open(amqp_connection_state_t state, const bus_loop *loop) {
    amqp_socket_t *socket = amqp_tcp_socket_new(state);
    if (!socket || amqp_socket_open(socket, loop->host, loop->port) != AMQP_STATUS_OK) return 0;
    amqp_rpc_reply_t login = amqp_login(state, loop->virtual_host, 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, loop->user,
                                        loop->password);
    if (login.reply_type != AMQP_RESPONSE_NORMAL) return 0;
    amqp_channel_open(state, channel);
    return is_ok(state);
}

static void close_connection(amqp_connection_state_t state) {
    amqp_connection_close(state, AMQP_REPLY_SUCCESS);
    amqp_destroy_connection(state);
}

// Waits for one confirm and adds what it settles. Zero, or the library's status, or 1 for anything but a confirm.
static int take_confirm(amqp_connection_state_t state, int64_t *confirmed) {
    amqp_frame_t frame;
    struct timeval timeout = patience;
    amqp_maybe_release_buffers(state);
    int status = amqp_simple_wait_frame_noblock(state, &frame, &timeout);
    if (status != AMQP_STATUS_OK) return status;
    if (frame.frame_type != AMQP_FRAME_METHOD || frame.payload.method.id != AMQP_BASIC_ACK_METHOD) return 1;
    amqp_basic_ack_t *ack = frame.payload.method.decoded;
    // The broker settles in order here: one queue, and nothing is refused.
    *confirmed = ack->multiple ? (int64_t)ack->delivery_tag : *confirmed + 1;
    return 0;
}

static bus_loop_result publish(amqp_connection_state_t state, const bus_loop *loop) {
    if (!is_open(state, loop)) return failed("no connection to the broker", 0);
    amqp_confirm_select(state, channel);
    if (!is_ok(state)) return failed("confirm.select", 0);

    amqp_basic_properties_t properties = {0};
    properties._flags =
        AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_CORRELATION_ID_FLAG;
    properties.content_type = amqp_cstring_bytes("application/json");
    properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
    properties.correlation_id = amqp_cstring_bytes("bench:1");
    amqp_bytes_t exchange = amqp_cstring_bytes(loop->exchange);
    amqp_bytes_t routing_key = amqp_cstring_bytes(loop->routing_key);
    amqp_bytes_t body = {.len = loop->size, .bytes = (void *)loop->body};

    double began = now();
    int64_t sent = 0, confirmed = 0;
    while (confirmed < loop->count) {
        while (sent < loop->count && sent - confirmed < loop->window) {
            int status = amqp_basic_publish(state, channel, exchange, routing_key, 1, 0, &properties, body);
            if (status != AMQP_STATUS_OK) return failed("basic.publish", status);
            sent++;
        }
        do {
            int status = take_confirm(state, &confirmed);
            if (status != 0) return failed("waiting for a confirm", status);
        } while (confirmed < sent && (amqp_data_in_buffer(state) || amqp_frames_enqueued(state)));
    }
    return done(loop->count, began);
}

static bus_loop_result consume(amqp_connection_state_t state, const bus_loop *loop) {
    if (!is_open(state, loop)) return failed("no connection to the broker", 0);
    amqp_basic_qos(state, channel, 0, loop->prefetch, 0);
    if (!is_ok(state)) return failed("basic.qos", 0);
    amqp_basic_consume(state, channel, amqp_cstring_bytes(loop->queue), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
    if (!is_ok(state)) return failed("basic.consume", 0);

    double began = 0;
    for (int64_t taken = 0; taken < loop->count; taken++) {
        amqp_envelope_t envelope;
        struct timeval timeout = patience;
        amqp_maybe_release_buffers(state);
        amqp_rpc_reply_t reply = amqp_consume_message(state, &envelope, &timeout, 0);
        if (reply.reply_type != AMQP_RESPONSE_NORMAL) return failed("waiting for a delivery", reply.library_error);
        if (taken == 0) began = now();
        int status = amqp_basic_ack(state, channel, envelope.delivery_tag, 0);
        amqp_destroy_envelope(&envelope);
        if (status != AMQP_STATUS_OK) return failed("basic.ack", status);
    }
    return done(loop->count, began);
}

bus_loop_result bus_loop_publish(const bus_loop *loop) {
    amqp_connection_state_t state = amqp_new_connection();
    bus_loop_result result = publish(state, loop);
    close_connection(state);
    return result;
}

bus_loop_result bus_loop_consume(const bus_loop *loop) {
    amqp_connection_state_t state = amqp_new_connection();
    bus_loop_result result = consume(state, loop);
    close_connection(state);
    return result;
}
