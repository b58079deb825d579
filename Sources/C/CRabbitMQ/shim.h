#ifndef SWITCHBOARD_CRABBITMQ_SHIM_H
#define SWITCHBOARD_CRABBITMQ_SHIM_H

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/time.h>

// Swift cannot call a variadic function.
static inline amqp_rpc_reply_t crabbitmq_login_plain(amqp_connection_state_t state, const char *vhost,
                                                     int channel_max, int frame_max, int heartbeat,
                                                     const amqp_table_t *properties, const char *user,
                                                     const char *password) {
    return amqp_login_with_properties(state, vhost, channel_max, frame_max, heartbeat, properties,
                                      AMQP_SASL_METHOD_PLAIN, user, password);
}

// Swift finds timeval in a module of another library, so the three calls that take one are made here, in milliseconds.
static inline struct timeval crabbitmq_timeval(int64_t milliseconds) {
    struct timeval value = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000};
    return value;
}

static inline int crabbitmq_open_socket(amqp_socket_t *socket, const char *host, int port, int64_t timeout_ms) {
    struct timeval timeout = crabbitmq_timeval(timeout_ms);
    return amqp_socket_open_noblock(socket, host, port, &timeout);
}

static inline int crabbitmq_set_handshake_timeout(amqp_connection_state_t state, int64_t timeout_ms) {
    struct timeval timeout = crabbitmq_timeval(timeout_ms);
    return amqp_set_handshake_timeout(state, &timeout);
}

static inline int crabbitmq_next_frame(amqp_connection_state_t state, amqp_frame_t *frame) {
    struct timeval timeout = crabbitmq_timeval(0);
    return amqp_simple_wait_frame_noblock(state, frame, &timeout);
}

// The socket options are macros that Swift's Glibc module does not have.
static inline int crabbitmq_set_tcp_timeouts(int fd, int user_timeout_ms, int idle_s, int interval_s, int probes) {
    int failures = 0;
    failures |= setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_ms, sizeof user_timeout_ms);
    failures |= setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof idle_s);
    failures |= setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval_s, sizeof interval_s);
    failures |= setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
    return failures;
}

#endif
