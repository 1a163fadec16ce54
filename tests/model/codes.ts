/**
 * When a code is good (DESIGN §3.1), for a device with a clock. A step is ten seconds; an offset is how far a code’s step is
 * ahead of the server’s.
 */
export interface Credential {
  /** Every step that was accepted, in that order. */
  readonly accepted: { readonly step: number; readonly offset: number }[];
  /** Steps that came too early, and for which payment each is kept. */
  readonly held: Map<number, string>;
}

export type CodeVerdict = 'genuine' | 'held' | 'code_early' | 'code_used' | 'code_expired' | 'code_refused';

/** @param payment whose code it is: its id and all of its request. */
export function verdictOn(
  { accepted, held }: Credential,
  step: number,
  payment: string,
  nowMs: number,
): CodeVerdict {
  const offset = step - Math.floor(nowMs / 10_000);
  if (Math.abs(offset) > 30) return 'code_refused';

  const learnt = Math.max(-6, Math.min(6, Math.max(...accepted.slice(-5).map((each) => each.offset))));
  const learntOffset = accepted.length === 0 ? 0 : learnt;
  const isInWindow = [0, learntOffset].some((centre) => offset >= centre - 5 && offset <= centre + 2);
  const ahead = offset - Math.max(0, learntOffset);
  const lastStep = Math.max(-Infinity, ...accepted.map((each) => each.step));
  const holder = held.get(step);

  if (holder !== undefined && holder !== payment && step > lastStep) return 'code_used';
  if (isInWindow && step > lastStep) {
    accepted.push({ step, offset });
    return 'genuine';
  }
  if (ahead <= 2 || step <= lastStep)
    return holder !== undefined && holder !== payment ? 'code_used' : usedOrExpired(accepted, step);
  held.set(step, payment);
  return ahead <= 5 ? 'held' : 'code_early';
}

function usedOrExpired(accepted: Credential['accepted'], step: number): 'code_used' | 'code_expired' {
  return accepted.some((each) => each.step === step) ? 'code_used' : 'code_expired';
}
