import type { Message } from './message-reader.ts';

/** What the database is asked to do in one go. */
export interface Step {
  readonly bytes: Buffer;
  /** How many statements it holds; each is answered by one CommandComplete. */
  readonly statements: number;
  /** True where it ends with the Sync, whose answer is ReadyForQuery. */
  readonly isLast: boolean;
}

/** How finely the work of a connection is cut: by round trip, or by statement. */
export type Grain = 'round_trip' | 'statement';

/** Makes the server answer what it has got so far, without ending the round trip (PostgreSQL, “Pipelining”). */
const flush: Message = { type: 'H', bytes: Buffer.from([0x48, 0, 0, 0, 4]) };

/**
 * Cuts a round trip, which ends with Sync or is a simple query, into steps. Cut by statement, each step ends behind an
 * Execute, and Flush asks for its answer; BEGIN goes together with what follows it, because it sees and locks nothing.
 */
export function stepsOf(roundTrip: readonly Message[], grain: Grain): readonly Step[] {
  if (grain === 'round_trip' || roundTrip.at(-1)?.type === 'Q') return [toStep(roundTrip)];
  const groups: Message[][] = [[]];
  for (const message of roundTrip) {
    const group = groups.at(-1)!;
    group.push(message);
    if (message.type === 'E' && !isBegin(group)) groups.push([]);
  }
  // The last group holds the Sync alone, and goes with the last statement.
  const [sync = [], last = []] = [groups.pop(), groups.pop()];
  return [...groups.map((group) => toStep([...group, flush])), toStep([...last, ...sync])];
}

function toStep(messages: readonly Message[]): Step {
  return {
    bytes: Buffer.concat(messages.map(({ bytes }) => bytes)),
    statements: messages.filter(({ type }) => type === 'E').length,
    isLast: messages.at(-1)?.type !== 'H',
  };
}

/** A Bind message names its portal, which is empty here, then its statement. */
function isBegin(group: readonly Message[]): boolean {
  const bind = group.findLast(({ type }) => type === 'B');
  return bind?.bytes.toString('latin1', 6, bind.bytes.indexOf(0, 6)) === 'BEGIN';
}
