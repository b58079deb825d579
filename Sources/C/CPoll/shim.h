#ifndef SWITCHBOARD_CPOLL_SHIM_H
#define SWITCHBOARD_CPOLL_SHIM_H

#include <malloc.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

// Swift's Glibc module has no eventfd, and its pipe cannot be made close-on-exec in one step.
static inline int cpoll_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

// Swift cannot call the variadic prctl, and pthread_setname_np is hidden from it behind _GNU_SOURCE.
static inline void cpoll_name_this_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

#endif
