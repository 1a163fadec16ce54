import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire between a till and the server that spoils one exchange of three, in one way after the other, or as it is told. */
export interface LossyWire {
  readonly address: string;
  /** How often each way was taken. */
  readonly spoilt: Readonly<Record<Spoiling, number>>;
  close(): Promise<void>;
}

/**
 * `request_lost`: the server never gets it. `answer_lost`: the server has answered, and nothing arrives.
 * `answer_torn`: half of the answer arrives. The connection is cut in each.
 */
type Spoiling = 'request_lost' | 'answer_lost' | 'answer_torn';

interface LossyWireOptions {
  /** One after the other; all of them where it is not given. */
  readonly spoilings?: readonly Spoiling[];
  /** One exchange of so many is spoilt; 3 where it is not given. */
  readonly exchangesPerSpoiling?: number;
}

const allSpoilings: readonly Spoiling[] = ['request_lost', 'answer_lost', 'answer_torn'];
const beginOfRequest = /^(?:GET|POST) \//;

export async function openLossyWire(
  server: URL,
  { spoilings = allSpoilings, exchangesPerSpoiling = 3 }: LossyWireOptions = {},
): Promise<LossyWire> {
  const spoilt = { request_lost: 0, answer_lost: 0, answer_torn: 0 };
  const sockets = new Set<Socket>();
  let exchanges = 0;
  let cuts = 0;

  /** What happens to the exchange that begins now; undefined where it arrives. */
  function nextSpoiling(): Spoiling | undefined {
    exchanges += 1;
    if (exchanges % exchangesPerSpoiling !== 0) return undefined;
    const spoiling = spoilings[cuts % spoilings.length]!;
    cuts += 1;
    spoilt[spoiling] += 1;
    return spoiling;
  }

  const wire = createServer((till) => {
    const platform = connect({ host: server.hostname, port: Number(server.port) });
    let spoiling: Spoiling | undefined;
    function cut(): void {
      till.destroy();
      platform.destroy();
    }
    for (const socket of [till, platform]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    till.on('data', (bytes: Buffer) => {
      // Head and body of one request may come apart.
      if (beginOfRequest.test(bytes.toString('latin1'))) spoiling = nextSpoiling();
      if (spoiling === 'request_lost') cut();
      else platform.write(bytes);
    });
    platform.on('data', (bytes: Buffer) => {
      if (spoiling === undefined) till.write(bytes);
      else if (spoiling === 'answer_lost') cut();
      else till.write(bytes.subarray(0, bytes.length / 2), cut);
    });
  });
  wire.listen(0, '127.0.0.1');
  await once(wire, 'listening');
  const bound = wire.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('the wire has no port');

  return {
    address: `http://127.0.0.1:${bound.port}/`,
    spoilt,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => wire.close(resolve));
    },
  };
}
