import type { Message } from '../interleavings/gate/message-reader.ts';

/** A prepared statement as it was run once, its values as SQL literals. */
export interface RunStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly string[];
}

export interface Recording {
  readonly onAsk: (message: Message) => void;
  /** Each statement once, by its name: as it was run first. */
  statements(): readonly RunStatement[];
}

const headBytes = 5;

/** Reads Parse and Bind messages (PostgreSQL, “Message Formats”). */
export function recordStatements(): Recording {
  const texts = new Map<string, string>();
  const runs = new Map<string, RunStatement>();
  return {
    onAsk({ type, bytes }) {
      if (type === 'P') {
        const [name, text] = stringsAt(bytes, headBytes);
        texts.set(name, text);
      }
      if (type !== 'B') return;
      const [portal, name] = stringsAt(bytes, headBytes);
      const text = texts.get(name);
      if (text === undefined || name === '' || runs.has(name)) return;
      const place = headBytes + Buffer.byteLength(portal) + Buffer.byteLength(name) + 2;
      runs.set(name, { name, text, values: valuesAt(bytes, place) });
    },
    statements: () => [...runs.values()],
  };
}

/** Two strings, each ended by a zero byte. */
function stringsAt(bytes: Buffer, start: number): readonly [string, string] {
  const middle = bytes.indexOf(0, start);
  return [
    bytes.toString('utf8', start, middle),
    bytes.toString('utf8', middle + 1, bytes.indexOf(0, middle + 1)),
  ];
}

/** The formats of the values, then the values, each behind its length; -1 stands for NULL. */
function valuesAt(bytes: Buffer, start: number): readonly string[] {
  const formatCount = bytes.readInt16BE(start);
  const isBinary = (index: number): boolean =>
    formatCount > 0 && bytes.readInt16BE(start + 2 + 2 * (formatCount === 1 ? 0 : index)) === 1;
  let place = start + 2 + 2 * formatCount;
  const count = bytes.readInt16BE(place);
  place += 2;
  return Array.from({ length: count }, (_, index) => {
    const length = bytes.readInt32BE(place);
    const value = bytes.subarray(place + 4, place + 4 + Math.max(0, length));
    place += 4 + value.length;
    if (length === -1) return 'NULL';
    return isBinary(index)
      ? `'\\x${value.toString('hex')}'`
      : `'${value.toString('utf8').replaceAll("'", "''")}'`;
  });
}
