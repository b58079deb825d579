internal import CCurl
public import FoundationEssentials

/// Reads `Retry-After`: how long a peer asks to be left alone (RFC 9110, 10.2.3).
public enum RetryAfter {
    /// A day. Peers have sent years by mistake.
    public static let maximum = Duration.seconds(86_400)

    /// The time to wait, at least zero and at most ``maximum``; `nil` when the value says nothing.
    ///
    /// - Parameters:
    ///   - value: seconds, whole or with a fraction (Discord sends `1.336`), or an HTTP date.
    ///   - now: the time by which a date is read; the answer's own `Date` where it has one, so that two clocks that
    ///     differ do no harm.
    public static func delay(_ value: String, now: Date) -> Duration? {
        let text = value.drop { $0 == " " }
        if text.first?.isASCII == true, text.first?.isNumber == true {
            // Double reads "0x1p3", "inf" and "1e9" too; none is a Retry-After.
            guard text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x20 }),
                let seconds = Double(text.prefix { $0 != " " })
            else { return nil }
            return bounded(seconds)
        }
        // A date begins with the day's name; curl_getdate would also read a lone word or number as one.
        guard text.first?.isLetter == true, text.contains(":"), let time = time(of: String(text)) else { return nil }
        return bounded(time - now.timeIntervalSince1970)
    }

    /// Seconds since 1970 of an HTTP date in any of its three forms.
    private static func time(of date: String) -> Double? {
        let time = curl_getdate(date, nil)
        return time == -1 ? nil : Double(time)
    }

    private static func bounded(_ seconds: Double) -> Duration {
        seconds >= 86_400 ? maximum : .seconds(max(0, seconds))
    }

    fileprivate static func date(_ value: String?) -> Date? {
        value.flatMap { time(of: $0) }.map { Date(timeIntervalSince1970: $0) }
    }
}

extension HTTPHeaders {
    /// What `Retry-After` asks for, read against the answer's own `Date` if it has one. See ``RetryAfter/delay(_:now:)``.
    public func retryAfter(now: Date) -> Duration? {
        self["Retry-After"].flatMap { RetryAfter.delay($0, now: RetryAfter.date(self["Date"]) ?? now) }
    }
}
