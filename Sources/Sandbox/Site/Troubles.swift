import Foundation

/// What is wrong with the site now, and what came of it. Pure: time comes from outside.
struct Troubles: Sendable {
    /// What a page reports of a trouble that it shows.
    enum Report: String, Sendable {
        case advertisementPrimary = "advertisement-primary"
        case advertisementClosed = "advertisement-closed"
        case consentAccepted = "consent-accepted"
        case consentRejected = "consent-rejected"
        case dialogAccepted = "dialog-accepted"
        case dialogDismissed = "dialog-dismissed"
    }

    struct Counts: Sendable, Equatable {
        var advertisementPrimaryClicks = 0
        var advertisementsClosed = 0
        var consentAccepted = 0
        var consentRejected = 0
        var dialogsAccepted = 0
        var dialogsDismissed = 0
        var newTabs = 0
        var downloads = 0
        var challengeAnswered = 0
        var challengeWrong = 0
        var challengeVoided = 0
    }

    var counts = Counts()
    /// Raised when what was loaded before is no longer what the site shows.
    private(set) var generation = 0
    private(set) var challenge: Challenge?
    private(set) var isBanned = false
    private(set) var slowness = Duration.zero
    private(set) var nameDelay = Duration.zero
    private var hasAdvertisement = false
    private var asksConsent = false
    private var offlineEnd = Date.distantPast

    mutating func begin(_ trouble: Trouble, at now: Date) {
        if trouble.changesPages { generation += 1 }
        switch trouble {
        case .advertisement: hasAdvertisement = true
        case .consent: asksConsent = true
        case .challenge(let challenge, _): self.challenge = challenge
        case .banned: isBanned = true
        case .offline(let seconds): offlineEnd = now + Double(seconds)
        case .slow(let milliseconds): slowness = .milliseconds(milliseconds)
        case .lateNames(let milliseconds): nameDelay = .milliseconds(milliseconds)
        case .pushPermission, .dialog, .newTab, .download, .fileChooser, .secondDevice, .frozen, .crash, .handTyping:
            break
        }
    }

    /// Ends those that last; the counts stay.
    /// - Returns: whether the open pages must be loaded anew.
    mutating func end() -> Bool {
        let changesPages = isBanned || challenge != nil || nameDelay > .zero
        let (counts, generation) = (counts, generation)
        self = Troubles()
        self.counts = counts
        self.generation = changesPages ? generation + 1 : generation
        return changesPages
    }

    mutating func challengeAnswered() {
        counts.challengeAnswered += 1
        generation += 1
    }

    /// - Returns: the trouble that ends by it on every page.
    mutating func take(_ report: Report) -> Trouble.Kind? {
        switch report {
        case .advertisementPrimary: counts.advertisementPrimaryClicks += 1
        case .dialogAccepted: counts.dialogsAccepted += 1
        case .dialogDismissed: counts.dialogsDismissed += 1
        case .advertisementClosed:
            counts.advertisementsClosed += 1
            hasAdvertisement = false
            return .advertisement
        case .consentAccepted, .consentRejected:
            if report == .consentAccepted { counts.consentAccepted += 1 } else { counts.consentRejected += 1 }
            asksConsent = false
            return .consent
        }
        return nil
    }

    func isOffline(at now: Date) -> Bool { now < offlineEnd }

    /// Those that a page shows as soon as it is loaded.
    var overlays: [Trouble.Kind] {
        (hasAdvertisement ? [.advertisement] : []) + (asksConsent ? [.consent] : [])
    }

    /// Those that last and are on.
    func active(at now: Date) -> [Trouble.Kind] {
        var active = overlays
        if let challenge { active.append(challenge.kind == .captcha ? .captcha : .secondFactor) }
        if isBanned { active.append(.banned) }
        if isOffline(at: now) { active.append(.offline) }
        if slowness > .zero { active.append(.slow) }
        if nameDelay > .zero { active.append(.lateNames) }
        return active
    }
}

extension Troubles.Counts {
    var json: JSONValue {
        [
            "advertisement_primary_clicks": JSONValue(advertisementPrimaryClicks),
            "advertisements_closed": JSONValue(advertisementsClosed),
            "consent_accepted": JSONValue(consentAccepted),
            "consent_rejected": JSONValue(consentRejected),
            "dialogs_accepted": JSONValue(dialogsAccepted),
            "dialogs_dismissed": JSONValue(dialogsDismissed),
            "new_tabs": JSONValue(newTabs),
            "downloads": JSONValue(downloads),
            "challenge_answered": JSONValue(challengeAnswered),
            "challenge_wrong": JSONValue(challengeWrong),
            "challenge_voided": JSONValue(challengeVoided),
        ]
    }
}
