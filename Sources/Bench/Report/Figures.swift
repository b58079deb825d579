import Foundation

/// Figures on their way out: one JSON object with sorted keys, or a line for each.
enum Figures {
    static func json(_ figures: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(figures), as: UTF8.self)
    }

    static func show(_ figures: some Encodable, asJSON: Bool) throws {
        if asJSON { return print(try json(figures)) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        print(String(decoding: try encoder.encode(figures), as: UTF8.self))
    }
}

extension Double {
    /// Cut to so many decimals: more would be noise.
    func rounded(to decimals: Int) -> Double {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        return (self * scale).rounded() / scale
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
