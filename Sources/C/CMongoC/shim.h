#ifndef SWITCHBOARD_CMONGOC_SHIM_H
#define SWITCHBOARD_CMONGOC_SHIM_H

#include <mongoc/mongoc.h>

// Swift cannot declare a bson_t, which is aligned to 128 bytes, so it needs the numbers to make room for one.
static inline size_t cmongoc_bson_size(void) { return sizeof(bson_t); }
static inline size_t cmongoc_bson_alignment(void) { return _Alignof(bson_t); }

// For the same reason Swift cannot read its fields.
static inline uint32_t cmongoc_bson_length(const bson_t *bson) { return bson->len; }

// Swift sees the message of an error as a tuple of 504 characters.
static inline const char *cmongoc_error_message(const bson_error_t *error) { return error->message; }

#endif
