import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import path from 'node:path';
import type { ConnectionTarget } from '../connections/connection-target.ts';

/** A Unix socket in front of PostgreSQL’s, through which a test can look and which it can cut. */
export interface Tap {
  readonly target: ConnectionTarget;
  /** Packets that went to PostgreSQL since the last call. */
  takePackets(): readonly Buffer[];
  /** From now on: ends each connection that has passed on these words, once PostgreSQL has done all that it was asked. */
  cutAfter(words: string): void;
  /** From now on: passes on no answer. */
  fallSilent(): void;
  close(): Promise<void>;
}

export async function openTap(behind: ConnectionTarget): Promise<Tap> {
  const directory = await mkdtemp('/tmp/tallystick-tap-');
  const sockets = new Set<Socket>();
  let packets: Buffer[] = [];
  let cutWords: string | undefined;
  let isSilent = false;

  const server = createServer((front) => {
    const back = createConnection(`${behind.host}/.s.PGSQL.${behind.port}`);
    let isCut = false;
    for (const socket of [front, back]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    front.on('close', () => back.destroy());
    back.on('close', () => front.destroy());
    front.on('data', (packet: Buffer) => {
      packets.push(packet);
      back.write(packet);
      if (cutWords === undefined || !packet.includes(cutWords)) return;
      isCut = true;
      back.end();
    });
    back.on('data', (packet: Buffer) => {
      if (!isCut && !isSilent) front.write(packet);
    });
  });
  await new Promise<void>((resolve) => server.listen(path.join(directory, '.s.PGSQL.5432'), resolve));

  return {
    target: { ...behind, host: directory, port: 5432 },
    takePackets() {
      const taken = packets;
      packets = [];
      return taken;
    },
    cutAfter(words) {
      cutWords = words;
    },
    fallSilent() {
      isSilent = true;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
