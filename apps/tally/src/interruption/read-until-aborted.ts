import { addAbortSignal, Readable } from 'node:stream';

/** What arrives until the signal is aborted: whoever waits for a scan must not keep an interrupted command alive. */
export async function* readUntilAborted<Chunk>(
  input: AsyncIterable<Chunk>,
  signal: AbortSignal,
): AsyncGenerator<Chunk, void, undefined> {
  if (input instanceof Readable) addAbortSignal(signal, input);
  try {
    yield* input;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
