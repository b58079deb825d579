#ifndef SWITCHBOARD_CCURL_SHIM_H
#define SWITCHBOARD_CCURL_SHIM_H

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

// Swift cannot call variadic C functions, so each kind of argument that
// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt take has one
// function with a fixed type here.

// Numbers: libcurl reads a C long, never an int.
static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

// Strings: libcurl copies them, so the caller's may go at once.
static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

// Request bodies: COPYPOSTFIELDS copies as many bytes as POSTFIELDSIZE_LARGE said before, and NULL is no body at all.
static inline CURLcode ccurl_set_body(CURL *easy, const void *bytes, size_t count) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, count > 0 ? (const char *)bytes : "");
}

// Header lines: libcurl keeps the pointer, so the list outlives the transfer.
static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(easy, option, list);
}

// CURLOPT_PRIVATE finds the owner of a handle that curl_multi_info_read reports.
static inline CURLcode ccurl_set_private(CURL *easy, void *owner) {
    return curl_easy_setopt(easy, CURLOPT_PRIVATE, owner);
}

// The buffer must be CURL_ERROR_SIZE bytes and outlive the handle.
static inline CURLcode ccurl_set_error_buffer(CURL *easy, char *buffer) {
    return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, buffer);
}

// Callbacks: one function per type, so that Swift's compiler checks the closures given.
typedef size_t (*ccurl_data_callback)(char *bytes, size_t size, size_t count, void *owner);

static inline CURLcode ccurl_set_on_header(CURL *easy, ccurl_data_callback callback, void *owner) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, callback);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_HEADERDATA, owner);
}

static inline CURLcode ccurl_set_on_body(CURL *easy, ccurl_data_callback callback, void *owner) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, callback);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_WRITEDATA, owner);
}

static inline CURLcode ccurl_set_on_request(CURL *easy, curl_prereq_callback callback, void *owner) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_PREREQDATA, owner);
}

static inline CURLcode ccurl_set_on_open(CURL *easy, curl_opensocket_callback callback, void *owner) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, owner);
}

// Opens what libcurl itself would open; the address is a flexible C struct that Swift reads badly.
static inline curl_socket_t ccurl_open(const struct curl_sockaddr *address) {
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// The address in numbers, so that Swift need not choose between two modules' struct sockaddr. 0 when it is not IP.
static inline int ccurl_address_text(const struct curl_sockaddr *address, char *text, size_t size) {
    const void *bytes = NULL;
    if (address->family == AF_INET) bytes = &((const struct sockaddr_in *)(const void *)&address->addr)->sin_addr;
    if (address->family == AF_INET6) bytes = &((const struct sockaddr_in6 *)(const void *)&address->addr)->sin6_addr;
    return bytes != NULL && inet_ntop(address->family, bytes, text, (socklen_t)size) != NULL;
}

// Answers: one function per type that curl_easy_getinfo writes.
static inline const char *ccurl_get_string(CURL *easy, CURLINFO info) {
    char *value = NULL;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : NULL;
}

static inline void *ccurl_get_private(CURL *easy) {
    char *value = NULL;
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// CURLMsg holds its result in a union, which Swift imports as a pair of overlapping fields.
static inline CURLcode ccurl_result(const CURLMsg *message) {
    return message->data.result;
}

// A macro made by pasting tokens, which Swift does not import.
static inline CURLcode ccurl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

#endif
