import type { Message } from './message-reader.ts';

/** Changes the text of one statement on its way, so that a test can take a guard away without a switch in the product. */
export interface Rewriting {
  /** The name of the prepared statement. */
  readonly statement: string;
  readonly from: string;
  readonly to: string;
}

const headBytes = 5;

/**
 * A Parse message with its text changed: its name, its text, each ended by a zero byte, then the types of its parameters.
 * Undefined where the rewriting is about another statement.
 */
export function rewriteStatement({ type, bytes }: Message, rewriting: Rewriting): Message | undefined {
  if (type !== 'P') return undefined;
  const endOfName = bytes.indexOf(0, headBytes);
  const endOfText = bytes.indexOf(0, endOfName + 1);
  if (bytes.toString('utf8', headBytes, endOfName) !== rewriting.statement) return undefined;
  const text = bytes.toString('utf8', endOfName + 1, endOfText);
  if (!text.includes(rewriting.from)) {
    throw new Error(`The statement ${rewriting.statement} has no “${rewriting.from}” to be changed.`);
  }
  const rewritten = Buffer.concat([
    bytes.subarray(0, endOfName + 1),
    Buffer.from(text.replaceAll(rewriting.from, rewriting.to)),
    bytes.subarray(endOfText),
  ]);
  rewritten.writeUInt32BE(rewritten.length - 1, 1);
  return { type, bytes: rewritten };
}
