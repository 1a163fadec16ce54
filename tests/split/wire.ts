import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * What a wire does to what passes it. `open`: nothing. `cut`: ends every connection, also new ones. `answers_lost`: passes
 * requests on, and cuts when the answer comes. `requests_lost`: cuts when a request comes. `silent`: takes everything and
 * passes nothing on.
 */
export type WireState = 'open' | 'cut' | 'answers_lost' | 'requests_lost' | 'silent';

/** A wire between the two servers that a test can spoil; it sees ciphertext only. */
export interface Wire {
  readonly url: URL;
  become(state: WireState): void;
  /** How often a connection was cut or an answer thrown away. */
  spoilt(): number;
  close(): Promise<void>;
}

export async function openWire(behind: URL): Promise<Wire> {
  const pairs = new Set<() => void>();
  let state: WireState = 'open';
  let spoilt = 0;

  const wire = createServer((front) => {
    const back = connect({ host: behind.hostname, port: Number(behind.port) });
    function cut(): void {
      front.destroy();
      back.destroy();
      pairs.delete(cut);
    }
    function spoil(): void {
      spoilt += 1;
      cut();
    }
    pairs.add(cut);
    for (const socket of [front, back]) socket.on('error', cut).on('close', cut);
    if (state === 'cut') {
      spoil();
      return;
    }
    front.on('data', (bytes: Buffer) => {
      if (state === 'requests_lost') spoil();
      else if (state !== 'silent') back.write(bytes);
    });
    back.on('data', (bytes: Buffer) => passAnswer(front, bytes, spoil));
  });

  function passAnswer(front: Socket, bytes: Buffer, spoil: () => void): void {
    if (state === 'answers_lost') spoil();
    else if (state !== 'silent') front.write(bytes);
  }
  wire.listen(0, '127.0.0.1');
  await once(wire, 'listening');
  const bound = wire.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('the wire has no port');
  return {
    url: new URL(`https://127.0.0.1:${bound.port}`),
    become(next) {
      state = next;
      if (next !== 'cut') return;
      spoilt += pairs.size;
      for (const cut of [...pairs]) cut();
    },
    spoilt: () => spoilt,
    async close() {
      for (const cut of [...pairs]) cut();
      await new Promise((resolve) => wire.close(resolve));
    },
  };
}
