/// A first-in-first-out queue whose both ends are cheap.
struct FIFO<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { head == elements.count }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head].take()
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head * 2 >= elements.count {
            // At least half is used up, so moving the rest costs each element one move over its life.
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Takes out everything, oldest first.
    mutating func removeAll() -> [Element] {
        defer {
            elements = []
            head = 0
        }
        return elements[head...].compactMap(\.self)
    }

    /// Takes out the first element that fulfils the condition.
    mutating func removeFirst(where condition: (Element) -> Bool) -> Element? {
        guard let index = elements[head...].firstIndex(where: { $0.map(condition) ?? false }) else { return nil }
        return elements.remove(at: index)
    }
}
