import { TallyError } from '@tallystick/foundation';
import { equalTexts, truncateToDigits } from '@tallystick/otp';
import { typedConfirmationMessage } from '@tallystick/paycode';
import { hmacSha256 } from '../bytes/web-crypto-bytes.ts';
import type { OfferedCode } from '../terminal/offered-code.ts';
import { type PayerTerminal, requireActivated } from '../terminal/payer-terminal.ts';
import type { ActivatedTerminal } from '../terminal/terminal-state.ts';
import { confirmationKey } from './confirmation-key.ts';
import { typedCandidatesAllowed, typedEntriesAllowed } from './typed-entries.ts';

const typedDigits = 8;

export interface TypedConfirmation {
  /** Eight digits as the till shows them; spaces between them don’t count. */
  readonly digits: string;
  /** Decimal string. */
  readonly minorUnits: string;
  readonly currency: string;
  /** The last four digits of the code, where the payer says which one it was. */
  readonly codeEnding?: string;
}

type TypedOutcome = 'approved' | 'declined';

/**
 * Checks the eight digits that a till shows, together with the amount, against the codes that wait for an outcome.
 * A wrong entry counts against every code that it was tried on.
 *
 * @returns the code that the digits belong to, as it is now known.
 *
 * Errors: `receipt_invalid`, `receipt_typed_locked`, `key_store_unreadable`, and those of the store.
 */
export async function checkTypedConfirmation(
  terminal: PayerTerminal,
  typed: TypedConfirmation,
): Promise<OfferedCode> {
  const digits = typed.digits.replace(/[\s-]/g, '');
  const answer = await terminal.store.update(async (state) => {
    const activated = requireActivated(state);
    const candidates = candidatesOf(activated, typed.codeEnding);
    const proved = await firstProved(activated, candidates, { ...typed, digits });
    const counted = proved === undefined ? candidates.map(withWrongEntry) : [proved];
    const bySteps = new Map(counted.map((code) => [code.step, code]));
    const offeredCodes = activated.offeredCodes.map((code) => bySteps.get(code.step) ?? code);
    // A refusal is an answer, not an exception: the wrong entry has to be stored.
    return { state: { ...state, activated: { ...activated, offeredCodes } }, answer: proved };
  });
  if (answer === undefined) throw new TallyError('receipt_invalid');
  return answer;
}

function candidatesOf(activated: ActivatedTerminal, codeEnding: string | undefined): readonly OfferedCode[] {
  const waiting = activated.offeredCodes.filter(
    (code) => code.proved === undefined && (codeEnding === undefined || code.codeEnding === codeEnding),
  );
  if (waiting.length === 0) {
    throw new TallyError('receipt_invalid', { detail: 'No code of this device is waiting for an outcome.' });
  }
  const open = waiting.filter(({ wrongTypedEntries }) => wrongTypedEntries < typedEntriesAllowed);
  if (open.length === 0) throw new TallyError('receipt_typed_locked');
  return open.slice(0, typedCandidatesAllowed);
}

async function firstProved(
  activated: ActivatedTerminal,
  candidates: readonly OfferedCode[],
  typed: TypedConfirmation,
): Promise<OfferedCode | undefined> {
  for (const code of candidates) {
    const outcome = await provedOutcome(activated.leaves.confirmation, code, typed);
    if (outcome === undefined) continue;
    const { minorUnits, currency } = typed;
    return { ...code, proved: { source: 'typed', outcome, minorUnits, currency } };
  }
  return undefined;
}

async function provedOutcome(
  leaf: CryptoKey,
  code: OfferedCode,
  typed: TypedConfirmation,
): Promise<TypedOutcome | undefined> {
  const key = await confirmationKey(leaf, code);
  const outcomes: readonly TypedOutcome[] = ['approved', 'declined'];
  for (const outcome of outcomes) {
    const message = typedConfirmationMessage({ outcome, ...amountOf(typed) });
    const expected = truncateToDigits(await hmacSha256(key, message), typedDigits);
    if (equalTexts(typed.digits, expected)) return outcome;
  }
  return undefined;
}

function amountOf({ minorUnits, currency }: TypedConfirmation): { minorUnits: string; currency: string } {
  return { minorUnits, currency };
}

function withWrongEntry(code: OfferedCode): OfferedCode {
  return { ...code, wrongTypedEntries: code.wrongTypedEntries + 1 };
}
