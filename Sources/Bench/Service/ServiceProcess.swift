import ArgumentParser
import Messaging
import MessagingAMQP
import Shared
import Store

import func Foundation.fflush

/// What `bench service` looks at: the publisher, subscriber, store and dispatcher of a service, until it is ended.
struct ServiceProcess: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service-process", abstract: "The process that `bench service` measures.", shouldDisplay: false)

    @Option var prefix: String
    @Option var database: String

    func run() async throws {
        let names = TopologyNames(prefix: prefix)
        try await TemporaryDatabase.with(threads: 4, name: database) { store in
            let bus = try TemporaryBus(names: names, window: 1000)
            try await bus.publishing {
                try await store.dispatching(to: bus.publisher) {
                    let router = HandlerRun(store: store).router
                    try await bus.subscribe(prefetch: 32) {
                        await router.handle($0)
                    } while: {
                        print("ready")
                        fflush(nil)
                        // Its end is a signal.
                        try await Task.sleep(for: .seconds(86_400))
                    }
                }
            }
        }
    }
}
