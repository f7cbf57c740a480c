internal import FloeCore
internal import NIOCore

/// Output of an order as it travels: most of what is ever said on a link, so that it is no JSON.
///
///     link (8 bytes), offset (8), length of the id (2), id, bytes
struct OutputFrame {
    var link: Int
    var id: OrderID
    var offset: Int64
    var bytes: [UInt8]

    init(link: Int, id: OrderID, offset: Int64, bytes: [UInt8]) {
        self.link = link
        self.id = id
        self.offset = offset
        self.bytes = bytes
    }

    /// Reads what `buffer` gives; nil for anything else.
    init?(_ buffer: ByteBuffer) {
        var buffer = buffer
        guard let link = buffer.readInteger(as: Int64.self), let offset = buffer.readInteger(as: Int64.self),
            let count = buffer.readInteger(as: UInt16.self), let text = buffer.readString(length: Int(count)), let id = OrderID(text)
        else { return nil }
        self.init(link: Int(link), id: id, offset: offset, bytes: buffer.readBytes(length: buffer.readableBytes) ?? [])
    }

    var buffer: ByteBuffer {
        let id = Array(self.id.description.utf8)
        var buffer = ByteBuffer()
        buffer.reserveCapacity(18 + id.count + self.bytes.count)
        buffer.writeInteger(Int64(self.link))
        buffer.writeInteger(self.offset)
        buffer.writeInteger(UInt16(truncatingIfNeeded: id.count))
        buffer.writeBytes(id)
        buffer.writeBytes(self.bytes)
        return buffer
    }
}
