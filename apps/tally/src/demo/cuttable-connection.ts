import { connect, createServer, type Socket } from 'node:net';
import { TallyError } from '@tallystick/foundation';

/** A wire between a till and the server that can be cut while an answer is on it. */
export interface CuttableConnection {
  /** What the till takes for the server, such as `http://127.0.0.1:41234/`. */
  readonly address: string;
  /** The next bytes that the server sends do not arrive; their connection is torn down instead. */
  cutNextAnswer(): void;
  cutCount(): number;
  close(): Promise<void>;
}

const maximumSockets = 16;

/** Lays the wire. Bytes are passed on as they are, so only a server that speaks plain http can be at its end. */
export async function openCuttableConnection(server: URL): Promise<CuttableConnection> {
  if (server.protocol !== 'http:') {
    const detail = 'The demo cuts a connection, which works beside a system at http://127.0.0.1 only.';
    throw new TallyError('arguments_wrong', { detail });
  }
  const open = new Set<Socket>();
  let isToBeCut = false;
  let cuts = 0;

  const wire = createServer((till) => {
    const platform = connect({ host: server.hostname, port: Number(server.port || '80') });
    const tearDown = (): void => {
      till.destroy();
      platform.destroy();
    };
    for (const end of [till, platform]) {
      open.add(end);
      end.once('close', () => {
        open.delete(end);
        tearDown();
      });
      // A connection that breaks is what this wire is for; the till hears of it by the tear-down.
      end.on('error', tearDown);
    }
    till.pipe(platform);
    platform.on('data', (bytes) => {
      if (!isToBeCut) {
        till.write(bytes);
        return;
      }
      isToBeCut = false;
      cuts += 1;
      tearDown();
    });
  });
  wire.maxConnections = maximumSockets;
  await new Promise<void>((resolve, reject) => {
    wire.once('error', reject);
    wire.listen(0, '127.0.0.1', resolve);
  });
  const bound = wire.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;

  return {
    address: `http://127.0.0.1:${port}/`,
    cutNextAnswer: () => void (isToBeCut = true),
    cutCount: () => cuts,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => wire.close(() => resolve()));
    },
  };
}
