import CRabbitMQ

import struct FoundationEssentials.Date

extension Arena {
    /// The table as the library wants it. Its depth has been checked (``WireSize``).
    func table(_ values: [String: AMQPValue]) -> amqp_table_t {
        guard !values.isEmpty else { return amqp_table_t() }
        let entries = room(for: amqp_table_entry_t.self, count: values.count)
        for (index, (name, value)) in values.enumerated() {
            (entries + index).initialize(to: amqp_table_entry_t(key: bytes(name), value: field(value)))
        }
        return amqp_table_t(num_entries: Int32(values.count), entries: entries)
    }

    private func field(_ value: AMQPValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        switch value {
        case .null:
            field.kind = UInt8(AMQP_FIELD_KIND_VOID.rawValue)
        case .bool(let value):
            field.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
            field.value.boolean = value ? 1 : 0
        case .int64(let value):
            field.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
            field.value.i64 = value
        case .double(let value):
            field.kind = UInt8(AMQP_FIELD_KIND_F64.rawValue)
            field.value.f64 = value
        case .string(let value):
            field.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            field.value.bytes = bytes(value)
        case .bytes(let value):
            field.kind = UInt8(AMQP_FIELD_KIND_BYTES.rawValue)
            field.value.bytes = bytes(value)
        case .timestamp(let value):
            field.kind = UInt8(AMQP_FIELD_KIND_TIMESTAMP.rawValue)
            field.value.u64 = WireTime.seconds(value)
        case .table(let value):
            field.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
            field.value.table = table(value)
        case .array(let values):
            field.kind = UInt8(AMQP_FIELD_KIND_ARRAY.rawValue)
            let entries = room(for: amqp_field_value_t.self, count: values.count)
            for (index, value) in values.enumerated() { (entries + index).initialize(to: self.field(value)) }
            field.value.array = amqp_array_t(num_entries: Int32(values.count), entries: entries)
        }
        return field
    }
}

/// Points in time as the wire has them: seconds since 1970.
enum WireTime {
    /// The end of the year 9999: what is later was not meant as a time.
    private static let last: UInt64 = 253_402_300_799

    static func seconds(_ date: Date) -> UInt64 {
        UInt64(max(0, min(date.timeIntervalSince1970, Double(last))))
    }

    static func date(_ seconds: UInt64) -> Date {
        Date(timeIntervalSince1970: Double(min(seconds, last)))
    }
}

extension Dictionary where Key == String, Value == AMQPValue {
    /// Copies a table out of the library's buffers. Of two entries with the same name the later one counts.
    init(copying table: amqp_table_t, depth: Int = 0) {
        self.init()
        guard table.num_entries > 0, let entries = table.entries else { return }
        reserveCapacity(Int(table.num_entries))
        for entry in UnsafeBufferPointer(start: entries, count: Int(table.num_entries)) {
            self[String(copying: entry.key)] = AMQPValue(copying: entry.value, depth: depth + 1)
        }
    }
}

extension AMQPValue {
    fileprivate init(copying field: amqp_field_value_t, depth: Int) {
        // What a peer nests without end must not cost us our stack.
        guard depth <= Self.maximumDepth else {
            self = .null
            return
        }
        switch amqp_field_value_kind_t(UInt32(field.kind)) {
        case AMQP_FIELD_KIND_BOOLEAN: self = .bool(field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8: self = .int64(Int64(field.value.i8))
        case AMQP_FIELD_KIND_U8: self = .int64(Int64(field.value.u8))
        case AMQP_FIELD_KIND_I16: self = .int64(Int64(field.value.i16))
        case AMQP_FIELD_KIND_U16: self = .int64(Int64(field.value.u16))
        case AMQP_FIELD_KIND_I32: self = .int64(Int64(field.value.i32))
        case AMQP_FIELD_KIND_U32: self = .int64(Int64(field.value.u32))
        case AMQP_FIELD_KIND_I64: self = .int64(field.value.i64)
        case AMQP_FIELD_KIND_U64: self = .int64(Int64(clamping: field.value.u64))
        case AMQP_FIELD_KIND_F32: self = .double(Double(field.value.f32))
        case AMQP_FIELD_KIND_F64: self = .double(field.value.f64)
        case AMQP_FIELD_KIND_DECIMAL: self = .double(Self.double(field.value.decimal))
        case AMQP_FIELD_KIND_TIMESTAMP: self = .timestamp(WireTime.date(field.value.u64))
        case AMQP_FIELD_KIND_BYTES: self = .bytes([UInt8](copying: field.value.bytes))
        case AMQP_FIELD_KIND_TABLE: self = .table(.init(copying: field.value.table, depth: depth))
        case AMQP_FIELD_KIND_UTF8:
            let bytes = UnsafeRawBufferPointer(field.value.bytes)
            self = String(validating: bytes, as: UTF8.self).map(AMQPValue.string) ?? .bytes(Array(bytes))
        case AMQP_FIELD_KIND_ARRAY:
            let array = field.value.array
            let elements = UnsafeBufferPointer(start: array.entries, count: Int(max(0, array.num_entries)))
            self = .array(elements.map { AMQPValue(copying: $0, depth: depth + 1) })
        default:
            self = .null
        }
    }

    private static func double(_ decimal: amqp_decimal_t) -> Double {
        (0..<decimal.decimals).reduce(Double(decimal.value)) { value, _ in value / 10 }
    }
}

extension UnsafeRawBufferPointer {
    init(_ bytes: amqp_bytes_t) {
        self.init(start: bytes.bytes, count: bytes.bytes == nil ? 0 : bytes.len)
    }
}

extension String {
    /// Copies text out of the library's buffers; what is not UTF-8 is replaced.
    init(copying bytes: amqp_bytes_t) {
        self.init(decoding: UnsafeRawBufferPointer(bytes), as: UTF8.self)
    }
}

extension Array where Element == UInt8 {
    /// Copies bytes out of the library's buffers.
    init(copying bytes: amqp_bytes_t) {
        self.init(UnsafeRawBufferPointer(bytes))
    }
}
