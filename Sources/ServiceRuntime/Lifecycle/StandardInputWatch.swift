import Glibc
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Ends the service when its standard input ends: a supervisor that was killed leaves no orphan behind.
///
/// Only when `SWITCHBOARD_STOP_WITH_STDIN` is `1`, because under docker and systemd standard input is closed from
/// the start.
struct StandardInputWatch: Service {
    static var isWanted: Bool { getenv("SWITCHBOARD_STOP_WITH_STDIN").map { strcmp($0, "1") == 0 } ?? false }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            let pipe = try await NIOPipeBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .takingOwnershipOfDescriptor(input: dup(0)) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                    }
                }
            // Returning ends the whole service: see the group's termination behaviour.
            try await pipe.executeThenClose { inbound in
                for try await _ in inbound {}
            }
        }
    }
}
