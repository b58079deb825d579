/// What can be asked of a service on the command line. Everything else is configured by variables.
enum ServiceArguments: Equatable {
    case run
    case checkConfiguration
    case health
    case help
    case version
    case unknown(String)

    init(_ arguments: [String]) {
        switch arguments.first {
        case nil: self = .run
        case "--check-config": self = .checkConfiguration
        case "--health": self = .health
        case "--help", "-h": self = .help
        case "--version": self = .version
        case .some(let other): self = .unknown(other)
        }
    }

    static func usage(_ name: String) -> String {
        """
        \(name) [option]
          (none)          run until SIGTERM or Ctrl-C
          --check-config  print every fault of the configuration, or the configuration itself; exit 78 on faults
          --health        ask the running service whether it is ready; exit 0 when it is
          --version       print the version
        Variables: docs/configuration.md

        """
    }
}
