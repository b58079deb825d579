import ArgumentParser
import PollThread

/// Measures the parts of the suite against what the machine under them can do.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the parts of Switchboard.",
        discussion: """
            The servers are those of the environment: RABBITMQ_URL (amqp://user:password@host:port/) and MONGODB_URI \
            (mongodb://host:port/?replicaSet=rs0). Queues and databases of a run's own are made and removed; nothing \
            else is touched. `make bench` starts servers, runs everything and stores the figures.
            """,
        subcommands: [
            BusCommand.self, LatencyCommand.self, HandlerCommand.self, ServiceCommand.self, SoakCommand.self,
            PageCommand.self, StormCommand.self, DiscordCommand.self, AICommand.self,
            ServiceProcess.self,
        ])

    static func main() async {
        // What is measured has the allocator of a service.
        MallocArenas.limit()
        await main(nil)
    }
}
