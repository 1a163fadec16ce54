/** One message of PostgreSQL’s protocol, whole. */
export interface Message {
  /** Its first byte as a letter; empty for the start-up message, which has none. */
  readonly type: string;
  readonly bytes: Buffer;
}

const lengthBytes = 4;

/**
 * Cuts a stream into its messages (PostgreSQL, “Message Formats”: a type of one byte, then a length of four that counts
 * itself). What a client sends first has no type.
 */
export function createMessageReader(side: 'client' | 'server'): (bytes: Buffer) => readonly Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let typeBytes = side === 'client' ? 0 : 1;

  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const messages: Message[] = [];
    while (rest.length >= typeBytes + lengthBytes) {
      const end = typeBytes + rest.readUInt32BE(typeBytes);
      if (rest.length < end) break;
      messages.push({ type: rest.toString('latin1', 0, typeBytes), bytes: rest.subarray(0, end) });
      rest = rest.subarray(end);
      typeBytes = 1;
    }
    return messages;
  };
}
