/// Holds text that holds characters nobody sees: they could carry something out.
struct HiddenCharacters: GuardRule {
    let name = "invisible-characters"
    let reason = "The reply holds characters that cannot be seen."

    func holds(_ reply: GuardText, answering incoming: [GuardText]) -> Bool {
        VisibleText.hidesSomething(reply.original)
    }
}
