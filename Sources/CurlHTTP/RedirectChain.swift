/// Decides, hop by hop, whether and how an answer that points elsewhere is followed.
struct RedirectChain: Sendable, Equatable {
    enum Step: Equatable {
        case follow(Hop)
        /// Ends the request with `.redirectRefused`; the text says why.
        case refuse(String)
    }

    private let rule: HTTPRedirects
    private let policy: TargetPolicy
    private var followed = 0

    init(_ rule: HTTPRedirects, policy: TargetPolicy) {
        self.rule = rule
        self.policy = policy
    }

    /// Whether an answer with this status and `Location` is the chain's to follow, and not the caller's to read.
    func handles(status: Int, location: String?) -> Bool {
        guard case .follow = rule, location != nil else { return false }
        return [301, 302, 303, 307, 308].contains(status)
    }

    /// The next request of the chain, or why there is none.
    ///
    /// - Parameter url: where the answer points, absolute.
    mutating func step(from hop: Hop, status: Int, to url: String) -> Step {
        guard case .follow(let maximum) = rule, followed < maximum else {
            return .refuse("more than \(followed) redirects followed each other")
        }
        followed += 1
        let target: HTTPTarget
        do throws(HTTPError) {
            target = try HTTPTarget(url: url)
            try policy.check(target)
        } catch {
            return .refuse(error.message)
        }
        if hop.target.isSecure && !target.isSecure {
            return .refuse("it leads from https to plain http at \(target.origin)")
        }
        return follow(hop, status: status, to: target)
    }

    private func follow(_ hop: Hop, status: Int, to target: HTTPTarget) -> Step {
        var next = hop
        next.target = target
        if Self.becomesGet(hop.method, status: status) {
            next.method = .get
            next.body = []
            next.headers["Content-Type"] = nil
        }
        if target.origin != hop.target.origin {
            // A body may hold a secret as well as a header may: a token request's holds little else.
            guard next.body.isEmpty else { return .refuse("it would send the request's body to \(target.origin)") }
            next.headers = HTTPHeaders(
                next.headers.filter { field in
                    Self.harmless.contains { HTTPHeaders.matches($0, field.name) }
                })
        }
        return .follow(next)
    }

    /// RFC 9110, 15.4: 303 asks for it; for 301 and 302 it is what clients do with a POST.
    private static func becomesGet(_ method: HTTPMethod, status: Int) -> Bool {
        switch status {
        case 303: method != .get && method != .head
        case 301, 302: method == .post
        default: false
        }
    }

    /// The only headers that go to another origin. Keys come in many headers, so the list is of what is let through.
    private static let harmless = ["Accept", "Accept-Language", "Content-Type", "User-Agent"]
}
