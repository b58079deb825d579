/// A value that must not be seen: every way of printing it gives `***`.
///
/// ``reveal()`` is the only way to the text, so that a search for that word finds every place where a secret is used.
public struct Secret: Sendable, Equatable {
    private let text: String

    public init(_ text: String) { self.text = text }

    /// The text itself, for the one call that needs it. Never pass it to a log, an error or a metric.
    public func reveal() -> String { text }

    public var isEmpty: Bool { text.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What is printed instead of a secret.
    public static let mask = "***"

    public var description: String { Self.mask }
    public var debugDescription: String { Self.mask }
    public var customMirror: Mirror { Mirror(self, children: ["value": Self.mask], displayStyle: .struct) }
}
