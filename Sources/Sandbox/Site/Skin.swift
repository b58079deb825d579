/// What the site looks like: the same server under other markup, as when a platform is rebuilt.
enum Skin: String, Sendable, CaseIterable {
    /// A single page with hash routes under `/site/`.
    case phoenix
    /// Pages of their own at `/site/login` and `/site/chat`.
    case classic
    /// `classic` with every id and class of the selector table renamed.
    case classic2 = "classic-2"
    /// `phoenix` in markup that a seed makes, with decoys beside what matters.
    case mutant
    /// Hashed classes, lists of which only what is in view is in the page, messages that appear before they are sent.
    case react
    /// A help desk's shared inbox: no sign-in, no links, no ids, one address.
    case desk
}
