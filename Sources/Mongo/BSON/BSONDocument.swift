/// Keys and values in the order in which they were written; the order is part of the document.
///
/// Equality compares the order too, as the server does. Looking a key up takes time proportional to the number of keys,
/// which for the documents of this product (tens of keys) is faster than hashing.
public struct BSONDocument: Hashable, Sendable {
    /// One key with its value.
    public struct Element: Hashable, Sendable {
        public let key: String
        public var value: BSONValue

        public init(key: String, value: BSONValue) {
            self.key = key
            self.value = value
        }
    }

    private var elements: [Element] = []

    public init() {}

    /// Keeps the order. Of two pairs with the same key both are kept, as BSON allows; a lookup finds the first.
    public init(_ pairs: some Sequence<(String, BSONValue)>) {
        elements = pairs.map { Element(key: $0, value: $1) }
    }

    init(elements: [Element]) {
        self.elements = elements
    }

    public var keys: [String] { elements.map(\.key) }

    /// The value of the first element with this key. Setting replaces it where it stands, or appends; setting `nil`
    /// removes it, while setting `.null` stores a null.
    public subscript(key: String) -> BSONValue? {
        get { elements.first { $0.key == key }?.value }
        set {
            switch (elements.firstIndex { $0.key == key }, newValue) {
            case (let index?, let value?): elements[index].value = value
            case (let index?, nil): elements.remove(at: index)
            case (nil, let value?): elements.append(Element(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Adds an element without looking whether the key is there: for building documents of many keys.
    public mutating func append(_ key: String, _ value: BSONValue) {
        elements.append(Element(key: key, value: value))
    }

    /// This document with another's elements set in it.
    public func merging(_ other: BSONDocument) -> BSONDocument {
        var result = self
        for element in other { result[element.key] = element.value }
        return result
    }
}

extension BSONDocument: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { elements.count }
    public subscript(position: Int) -> Element { elements[position] }
}
