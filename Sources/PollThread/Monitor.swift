import Glibc

/// State behind a lock that a thread can wait on. `Mutex` has no condition to wait for.
///
/// Sendable by this proof:
/// 1. `state` is touched only between `pthread_mutex_lock` and `pthread_mutex_unlock` of `mutex`.
/// 2. `mutex` and `condition` are constants, made before the object is shared and freed when nobody holds it.
/// 3. `State` is Sendable, so what leaves through a body's result may cross threads.
final class Monitor<State: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func withLock<R>(_ body: (inout State) throws -> R) rethrows -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Blocks this thread until `body` returns a value; it is asked again after each ``signal()`` or ``broadcast()``.
    func wait<R>(for body: (inout State) -> R?) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&state) { return result }
            pthread_cond_wait(condition, mutex)
        }
    }

    /// Has one waiting thread look again.
    func signal() { pthread_cond_signal(condition) }

    /// Has all waiting threads look again.
    func broadcast() { pthread_cond_broadcast(condition) }
}
