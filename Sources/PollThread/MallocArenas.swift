import CPoll
import Glibc

/// How many arenas glibc's allocator keeps for all threads.
///
/// By itself it makes up to eight for each core, one whenever two threads want memory at once, and what is freed in one is
/// of no use to the others: a service that is idle most of the time keeps growing for hours until all are warm.
public enum MallocArenas {
    /// Two, unless `MALLOC_ARENA_MAX` or `GLIBC_TUNABLES` say otherwise. To be called before there are threads.
    public static func limit() {
        guard getenv("MALLOC_ARENA_MAX") == nil, getenv("GLIBC_TUNABLES") == nil else { return }
        mallopt(M_ARENA_MAX, 2)
    }
}
