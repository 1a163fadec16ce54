import type { Message } from './message-reader.ts';
import { stepsOf, type Grain, type Step } from './steps-of.ts';

/** One connection behind a gate: what it wants to send, and what of it the database is at work on. */
export interface Line {
  /** What the client says. */
  ask(message: Message): void;
  /** What the server says. */
  answer(message: Message): void;
  isWaiting(): boolean;
  letThrough(): void;
  /** True while its step has no answer. */
  isAtWork(): boolean;
  /** The process id of its backend. */
  backend(): number;
  isInTransaction(): boolean;
}

export interface LineOptions {
  readonly grain: Grain;
  readonly isShut: () => boolean;
  readonly send: (bytes: Buffer) => void;
  readonly onChange: () => void;
}

/** The start-up message, a password and the farewell are no part of a round trip. */
const besideRoundTrips = new Set(['', 'p', 'X']);
const endsOfRoundTrips = new Set(['S', 'Q']);

export function createLine({ grain, isShut, send, onChange }: LineOptions): Line {
  const roundTrip: Message[] = [];
  const steps: Step[] = [];
  let atWork: Step | undefined;
  let unanswered = 0;
  let hasFailed = false;
  let isInTransaction = false;
  let backend = 0;

  function begin(step: Step): void {
    atWork = step;
    unanswered = step.statements;
    send(step.bytes);
  }
  function letThrough(): void {
    const step = steps.shift();
    if (step === undefined || atWork !== undefined) throw new Error('nothing waits on this line');
    begin(step);
  }
  function goOn(): void {
    atWork = undefined;
    // Behind an error the server skips everything up to the Sync.
    while (hasFailed && steps.length > 0) letThroughUnanswered();
    if (atWork === undefined && steps.length > 0 && !isShut()) letThrough();
    onChange();
  }
  function letThroughUnanswered(): void {
    const step = steps.shift()!;
    begin(step);
    if (!step.isLast) atWork = undefined;
  }
  return {
    ask(message) {
      if (besideRoundTrips.has(message.type)) {
        send(message.bytes);
        return;
      }
      roundTrip.push(message);
      if (!endsOfRoundTrips.has(message.type)) return;
      steps.push(...stepsOf(roundTrip.splice(0), grain));
      if (atWork === undefined) goOn();
    },
    answer({ type, bytes }) {
      if (type === 'K') backend = bytes.readInt32BE(5);
      if (type === 'C') unanswered -= 1;
      if (type === 'E') hasFailed = true;
      if (type === 'Z') {
        hasFailed = false;
        isInTransaction = bytes.toString('latin1', 5) !== 'I';
      }
      const isAnswered = atWork?.isLast === false && (hasFailed || unanswered === 0);
      // Within a round trip the transaction is open from its first statement on.
      if (isAnswered) isInTransaction = true;
      if (isAnswered || type === 'Z') goOn();
    },
    isWaiting: () => atWork === undefined && steps.length > 0,
    letThrough,
    isAtWork: () => atWork !== undefined,
    backend: () => backend,
    isInTransaction: () => isInTransaction,
  };
}
