import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import path from 'node:path';
import type { ConnectionTarget } from '@tallystick/postgres';
import { createLine, type Line } from './line.ts';
import { createMessageReader, type Message } from './message-reader.ts';
import { rewriteStatement, type Rewriting } from './rewrite-statement.ts';
import type { Grain } from './steps-of.ts';

/** A Unix socket in front of PostgreSQL’s that lets one step pass at a time, whatever the connections behind it want. */
export interface Gate {
  /** To be connected to in place of the database. */
  readonly target: ConnectionTarget;
  /** From now on every step waits until it is let through. */
  shut(): void;
  /** Lets everything pass that waits, and whatever comes. */
  open(): void;
  isAnyoneWaiting(): boolean;
  /** Lets through the step that has waited longest. */
  letOneThrough(): void;
  /** The process ids of its backends. */
  backends(): readonly number[];
  /** Those of them that have not answered their step yet. */
  backendsAtWork(): readonly number[];
  /** True while a transaction is open behind it, so that somebody else might have to wait for it. */
  isInTransaction(): boolean;
  /** Which of the rewritings have changed a statement. */
  rewritten(): ReadonlySet<Rewriting>;
  close(): Promise<void>;
}

export interface GateOptions {
  readonly grain: Grain;
  readonly rewritings: readonly Rewriting[];
  /** Told whenever something waits or was answered. */
  readonly onChange?: () => void;
}

/** @param behind a PostgreSQL that listens on a Unix socket. */
export async function openGate(
  behind: ConnectionTarget,
  { grain, rewritings, onChange = () => undefined }: GateOptions,
): Promise<Gate> {
  const directory = await mkdtemp('/tmp/tallystick-gate-');
  const lines = new Set<Line>();
  const sockets = new Set<Socket>();
  const rewritten = new Set<Rewriting>();
  let isShut = false;

  const server = createServer((front) => {
    const back = createConnection(`${behind.host}/.s.PGSQL.${behind.port}`);
    const send = (bytes: Buffer): void => void back.write(bytes);
    const line = createLine({ grain, onChange, isShut: () => isShut, send });
    lines.add(line);
    for (const socket of [front, back]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        lines.delete(line);
        sockets.delete(socket);
        front.destroy();
        back.destroy();
        onChange();
      });
    }
    join(front, back, line, (message) => rewrittenBy(rewritings, message, rewritten));
  });
  await new Promise<void>((resolve) => server.listen(path.join(directory, '.s.PGSQL.5432'), resolve));
  // A gate that a failed test has left does not keep the tests from ending.
  server.unref();

  const waiting = (): Line | undefined => [...lines].find((line) => line.isWaiting());
  return {
    target: { ...behind, host: directory, port: 5432 },
    shut() {
      isShut = true;
    },
    open() {
      isShut = false;
      for (const line of lines) if (line.isWaiting()) line.letThrough();
    },
    isAnyoneWaiting: () => waiting() !== undefined,
    letOneThrough() {
      const line = waiting();
      if (line === undefined) throw new Error('nobody waits at this gate');
      line.letThrough();
    },
    backends: () => [...lines].map((line) => line.backend()),
    backendsAtWork: () => [...lines].filter((line) => line.isAtWork()).map((line) => line.backend()),
    isInTransaction: () => [...lines].some((line) => line.isInTransaction()),
    rewritten: () => rewritten,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function join(front: Socket, back: Socket, line: Line, passOn: (message: Message) => Message): void {
  const readClient = createMessageReader('client');
  const readServer = createMessageReader('server');
  front.on('data', (bytes) => {
    for (const message of readClient(bytes)) line.ask(passOn(message));
  });
  back.on('data', (bytes) => {
    front.write(bytes);
    for (const message of readServer(bytes)) line.answer(message);
  });
}

/** @param rewritten gets those that have changed something. */
function rewrittenBy(rewritings: readonly Rewriting[], message: Message, rewritten: Set<Rewriting>): Message {
  let asked = message;
  for (const rewriting of rewritings) {
    const changed = rewriteStatement(asked, rewriting);
    if (changed === undefined) continue;
    rewritten.add(rewriting);
    asked = changed;
  }
  return asked;
}
