/// What the AI service answered.
struct Completion: Sendable, Equatable {
    enum Finish: String, Codable, Sendable, Equatable {
        case stop
        /// Cut off at the limit of tokens.
        case length
        case contentFilter
        case toolCalls
        /// Not told, or a word that is not known: some servers have their own.
        case other
    }

    /// Empty when the service sent none.
    var text: String
    /// The service refused in words of its own, which are not a reply.
    var isRefusal: Bool
    var finish: Finish
    /// The model that answered, as the service names it; the one asked for when it does not.
    var model: String
    /// Tokens as the service counts them; nil when it does not tell.
    var promptTokens: Int?
    var completionTokens: Int?
    /// What the service says that it cost; nil when it does not tell.
    var cost: Double?
    /// Another endpoint than the first answered, or the first after it had been failing.
    var isFromFallback = false
}

extension Completion.Finish {
    /// - Parameter reason: as servers write it.
    init(_ reason: String?) {
        self =
            switch reason {
            case "stop": .stop
            case "length": .length
            case "content_filter": .contentFilter
            case "tool_calls", "function_call": .toolCalls
            default: .other
            }
    }
}
