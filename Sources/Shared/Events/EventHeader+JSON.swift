extension EventHeader {
    /// Writes an event: its attributes in the order of their names, and its data where it belongs among them.
    func write(to writer: JSONWriter, data: () throws -> Void) throws {
        writer.byte(UInt8(ascii: "{"))
        if let causation {
            writer.raw(#""causationid":"#)
            writer.string(causation)
            writer.byte(UInt8(ascii: ","))
        }
        writer.raw(#""correlationid":"#)
        writer.string(conversation)
        writer.raw(#","data":"#)
        try data()
        writer.raw(#","datacontenttype":"application/json","id":"#)
        writer.string(id)
        if let origin {
            writer.raw(#","origintime":"#)
            writer.string(origin.description)
        }
        writer.raw(#","partitionkey":"#)
        writer.string(conversation)
        if let sequence {
            writer.raw(#","sequence":"#)
            writer.string(Self.padded(sequence))
        }
        writer.raw(#","source":"#)
        writer.string(source)
        writer.raw(#","specversion":"1.0","subject":"#)
        writer.string(conversation)
        writer.raw(#","time":"#)
        writer.string(time.description)
        writer.raw(#","traceparent":"#)
        writer.string(trace.description)
        writer.raw(#","type":"#)
        writer.string(name.type)
        writer.byte(UInt8(ascii: "}"))
    }
}
