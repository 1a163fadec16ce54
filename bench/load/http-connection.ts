import { once } from 'node:events';
import { connect } from 'node:net';
import { type HttpAnswer, readAnswer } from './http-answer.ts';

/** One kept connection: a request, its answer, the next request. */
export interface HttpConnection {
  /** @throws Error where the server hangs up or does not answer in time. */
  exchange(request: string): Promise<HttpAnswer>;
  close(): void;
}

interface Waiting {
  readonly resolve: (answer: HttpAnswer) => void;
  readonly reject: (error: Error) => void;
}

const silenceTimeoutMs = 30_000;
const readBufferBytes = 16 * 1024;

/**
 * Opens a connection of our own making, because node:http costs a client about as much as the payment costs the server,
 * and both share the machine’s cores with PostgreSQL.
 */
export async function openHttpConnection(address: URL): Promise<HttpConnection> {
  let waiting: Waiting | undefined;
  let arrived = '';

  function settle(): Waiting | undefined {
    const settled = waiting;
    waiting = undefined;
    arrived = '';
    return settled;
  }
  function take(length: number, chunk: Uint8Array): boolean {
    arrived += Buffer.from(chunk.buffer, chunk.byteOffset, length).toString('latin1');
    try {
      const answer = readAnswer(arrived);
      if (answer !== undefined) settle()?.resolve(answer);
    } catch (error) {
      socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
    return true;
  }
  const socket = connect({
    host: address.hostname,
    port: Number(address.port),
    noDelay: true,
    // Past the machinery of streams, which costs more than what is read.
    onread: { buffer: Buffer.allocUnsafe(readBufferBytes), callback: take },
  });
  await once(socket, 'connect');
  socket.setTimeout(silenceTimeoutMs, () => {
    if (waiting !== undefined) socket.destroy(new Error('the server did not answer'));
  });
  socket.on('error', (error) => settle()?.reject(error));
  socket.on('close', () => settle()?.reject(new Error('the server hung up')));

  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error('the connection is closed'));
          return;
        }
        waiting = { resolve, reject };
        socket.write(request, 'latin1');
      }),
    close: () => socket.destroy(),
  };
}
