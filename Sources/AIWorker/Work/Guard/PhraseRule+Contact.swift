extension PhraseRule {
    static let elsewhere = PhraseRule(
        "off-platform", "The reply suggests to go on somewhere else, or gives a way to.",
        phrases: [
            "\(apps)|whats|sc ~1 me|id|name|handle|username|account",
            "my|your|ur ~1 \(apps)|instagram|tiktok|wa|fb|sc|socials",
            "add|find|follow|hit|message|text|write|dm|contact|reach|call|ping ~3 on|at|via|through|over \(services)",
            "on|over|via|to|use|have|got|switch kik|discord|viber|skype|wechat|hangouts|zoom|facetime|signal",
            "talk|chat|continue|move|switch|go|write ~3 on|to|over|via \(services)",
            "text|ring|phone|sms me", "call me ~2 at|on|tonight|later|now|tomorrow|sometime|anytime|when|if|back",
            "give ~2 call|ring", "my|your|ur ~2 number|digits|email", "phone|cell|mobile number", "email|mail me",
            "another|different|other app|platform|messenger", "off|outside|leave ~1 the|this app|site|platform",
            "talk|chat|continue|move|switch ~3 elsewhere|privately|offline", "dm|pm me",
            "at|on gmail|hotmail|yahoo|icloud|proton*",
            "dot com|net|org|me|io",
            "meine|deine|dein|mein ~1 nummer|handynummer|telefonnummer|mailadresse|insta|snap",
            "schreib* ~3 auf|uber|bei|per insta|snap|discord|signal", "ruf mich an",
            "mi|tu numero|telefono|correo|insta|snap", "escribeme|agregame ~3 por|en|al", "llamame",
            "mon|ton numero|telephone|mail|insta|snap", "appelle moi", "ecris moi ~2 sur",
            "meu|seu|teu numero|telefone|zap|insta", "me chama ~2 zap|whats|insta", "il mio|tuo numero",
            "scrivimi ~2 su",
            "chiamami", "мои|твои номер|телефон|телеграм|инстаграм",
            "напиши|пиши|писать ~2 в телегу|вайбер|инсту|телеграме", "позвони мне", "punkt de|com",
        ],
        names: ["whatsapp", "telegram", "snapchat", "onlyfans", "facebookmessenger", "телеграм", "ватсап", "вотсап"])

    static let secrets = PhraseRule(
        "codes", "The reply asks for a code or a password, or gives one.",
        phrases: [
            "send|give|tell|forward|share|read|need ~3 code|password|passcode|pin|otp|login",
            "verification|confirmation|security|sms|login code|pin", "my|your|ur password|passcode|pin",
            "social security",
            "schick*|sag|gib ~3 code|passwort|pin", "manda*|dime|dame|envia* ~3 codigo|contrasena|clave",
            "envoie*|donne* ~3 code|passe", "manda*|passa ~3 codigo|senha|codice|password",
            "пришли|скажи|скинь ~2 код|пароль",
        ])

    /// Names that mean the app wherever they stand.
    private static let apps = "snap|insta|ig|kik|discord|tg|viber|skype|wechat|facebook|messenger"
    /// With those that mean an app only behind a word such as "on".
    private static let services = "\(apps)|instagram|signal|wa|fb|line|hangouts|tiktok|zoom|facetime"
}
