extension PhraseRule {
    static let money = PhraseRule(
        "money", "The reply asks for money or gift cards, or offers them.",
        phrases: [
            "send|give|lend|loan|wire|transfer|borrow|spare|sent ~4 money|cash|bucks|usd|eur",
            "send|lend|loan|wire|transfer|borrow|need ~3 dollar*|euro|euros|pounds|usd|eur|gbp|bucks",
            "need|want ~1 money|cash", "gift|itunes|steam|google|amazon ~1 card|cards|voucher*", "giftcard*",
            "western union", "money gram|transfer", "moneygram", "wire transfer", "bank transfer|account|details",
            "invest|investing|investment|invested ~4 bitcoin|btc|crypto|cryptocurrency|forex|profit*|trading|platform",
            "bitcoin|btc|usdt|ethereum|crypto ~3 wallet|address|send|invest*|profit*|trading|deposit",
            "send|buy|deposit ~3 bitcoin|btc|usdt|ethereum|crypto", "help|cover ~3 my rent|bill|bills|fee|fees|ticket",
            "you|u pay ~2 my", "pay me", "help me ~2 financially", "financial help|support|assistance",
            "sugar daddy|mommy|baby",
            "schick*|uberweis*|leih*|gib|brauche ~4 geld|euro", "geld ~2 schicken|uberweisen|leihen|senden",
            "gutschein*", "geschenkkarte*",
            "manda*|envia*|presta*|dame|necesito ~3 dinero|plata|euros|dolares", "tarjeta* ~2 regalo",
            "envoie*|envoyer|prete|preter|donne|besoin ~4 argent|sous|fric", "carte|cartes ~1 cadeau*",
            "manda*|envie|empresta*|preciso ~3 dinheiro", "cartao|cartoes ~2 presente",
            "manda*|presta*|inviami|bisogno ~3 soldi|denaro", "carta|carte regalo",
            "пришли|отправь|переведи|скинь|одолжи|займи|нужны ~3 деньги|денег|рублеи",
        ])

    static let payment = PhraseRule(
        "payment-handle", "The reply names a way to pay somebody.",
        phrases: [
            "venmo|zelle|revolut|paysafe*|bizum|payid|gpay|iban|paypal|cashapp", "cash app|tag", "pay pal",
            "apple|google pay",
        ], names: ["paypal", "cashapp", "paysafecard", "skrill"])
}
