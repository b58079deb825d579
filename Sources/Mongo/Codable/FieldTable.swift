/// The elements of one document, found by key.
///
/// Types ask for their keys nearly always in the order in which they were written, so the search begins at the element
/// found last: it and the next one are the answer before anything is searched.
final class FieldTable {
    let bytes: [UInt8]
    let elements: [BSONElement]
    private var last = 0

    init(_ bytes: [UInt8], _ elements: [BSONElement]) {
        self.bytes = bytes
        self.elements = elements
    }

    /// The first element with this key from the one found last onwards, then from the start.
    func find(_ key: String) -> BSONElement? {
        var key = key
        return key.withUTF8 { key in
            for index in last..<elements.count where matches(elements[index], key) {
                last = index
                return elements[index]
            }
            for index in 0..<last where matches(elements[index], key) {
                last = index
                return elements[index]
            }
            return nil
        }
    }

    func key(of element: BSONElement) -> String {
        String(decoding: bytes[element.key], as: UTF8.self)
    }

    private func matches(_ element: BSONElement, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        guard element.key.count == key.count else { return false }
        let start = element.key.lowerBound
        for offset in 0..<key.count where bytes[start + offset] != key[offset] { return false }
        return true
    }
}
