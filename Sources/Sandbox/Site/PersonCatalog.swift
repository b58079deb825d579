/// The people of one seed: the same number is the same person in every run with that seed.
struct PersonCatalog: Sendable {
    private let random: SeededRandom

    init(random: SeededRandom) {
        self.random = random
    }

    /// Person `number` (0…). Ids differ for all numbers under 100,000.
    func person(_ number: Int) -> Person {
        var draw = random.fork("person-\(number)")
        let name = "\(draw.pick(Self.firstNames)) \(draw.pick(Self.lastNames))"
        return person(named: name, number: number, draw: &draw)
    }

    /// A person whose name was chosen by somebody else.
    func person(_ number: Int, named name: String) -> Person {
        var draw = random.fork("person-\(number)")
        return person(named: name, number: number, draw: &draw)
    }

    private func person(named name: String, number: Int, draw: inout SeededRandom) -> Person {
        // The number fills the lower five digits, so that no two people share an id whatever the draw is.
        let id = Int.random(in: 100...999, using: &draw) * 100_000 + number % 100_000
        return Person(
            id: String(id),
            name: name,
            age: Int.random(in: 21...58, using: &draw),
            city: draw.pick(Self.cities),
            style: Person.Style(
                emoji: draw.pick([0.05, 0.2, 0.5]),
                severalLines: draw.pick([0.02, 0.1, 0.2]),
                long: draw.pick([0.01, 0.05, 0.12]),
                repeated: draw.pick([0.02, 0.05, 0.15]),
                lowercase: draw.chance(0.35)),
            rhythm: draw.pick(Person.Rhythm.allCases))
    }

    private static let firstNames = [
        "Mia", "Noah", "Amara", "Leo", "Priya", "Jonas", "Sofia", "Tariq", "Elena", "Marcus", "Yuki", "Hannah",
        "Diego", "Ines", "Omar", "Freya", "Lukas", "Zoe", "Mateo", "Nadia", "Ravi", "Clara", "Emeka", "Ana",
        "Viktor", "Leila", "Samuel", "Ivy", "Hugo", "Maya", "Anton", "Rosa", "Kenji", "Alma", "Felix", "Dalia",
        "Owen", "Petra", "Jamal", "Siobhan", "Tomás", "Zuzana", "Björn", "Chloé", "Đorđe", "Nilüfer",
    ]

    private static let lastNames = [
        "Torres", "Becker", "Okafor", "Lindqvist", "Marino", "Haddad", "Novak", "Sato", "O'Brien", "Fischer",
        "Mendes", "Kaur", "Larsen", "Dubois", "Costa", "Ivanova", "Walsh", "Moreau", "Petersen", "Rossi",
        "Demir", "Nowak", "Reyes", "Schmidt", "Park", "Abara", "Vega", "Keller", "Quinn", "Ortiz",
    ]

    private static let cities = [
        "Lisbon", "Ghent", "Porto", "Aarhus", "Kraków", "Valencia", "Leeds", "Lyon", "Graz", "Turku", "Cork",
        "Bergen", "Basel", "Trieste", "Malmö", "Utrecht",
    ]
}
