/// What happens to a page without our asking. No event carries a page's text.
public enum PageEvent: Sendable, Hashable {
    public enum DialogKind: String, Sendable, Hashable {
        case alert, confirm, prompt, beforeunload, other
    }

    /// The main frame shows another URL; `sameDocument` when only the fragment or the history state changed.
    case navigated(url: String, sameDocument: Bool)
    /// The main frame's document has loaded.
    case loaded
    /// A dialog opened. It has been answered already: `beforeunload` with yes, all others with no.
    case dialog(DialogKind)
    /// The site tried to open another page, which was closed before it ran.
    case popUpRefused
    /// The renderer is gone; calls fail until `Page.reload` or `Page.recover` brings it back.
    case crashed
    /// The renderer is back.
    case revived
}
