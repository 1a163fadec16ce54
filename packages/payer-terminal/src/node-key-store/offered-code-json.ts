import { maximumOfferedCodes } from '../code-module/remember-code.ts';
import {
  type JsonRecord,
  ShapeError,
  readList,
  readRecord,
  readText,
  readWholeNumber,
} from '../json/read-fields.ts';

import { typedEntriesAllowed } from '../receipts/typed-entries.ts';
import type { OfferedCode, ProvedOutcome } from '../terminal/offered-code.ts';

const anyMoment = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const maximumReceiptLength = 4096;

/** Reads the list of offered codes from a key store. Throws a ShapeError. */
export function readOfferedCodes(record: JsonRecord): readonly OfferedCode[] {
  return readList(record, 'offeredCodes', maximumOfferedCodes).map(readOfferedCode);
}

function readOfferedCode(value: unknown): OfferedCode {
  const record = readRecord(value, 'offeredCodes');
  return {
    step: readWholeNumber(record, 'step', anyMoment),
    intent: readWholeNumber(record, 'intent', { minimum: 0, maximum: 9 }),
    question: readText(record, 'question', { maximumLength: 8, expression: /^\d{8}$/ }),
    codeEnding: readText(record, 'codeEnding', { maximumLength: 4, expression: /^\d{4}$/ }),
    ...readMoment(record),
    wrongTypedEntries: readWholeNumber(record, 'wrongTypedEntries', {
      minimum: 0,
      maximum: typedEntriesAllowed,
    }),
    proved: record['proved'] === undefined ? undefined : readProvedOutcome(record['proved']),
  };
}

/** A code that was made without a clock has none of the three. */
function readMoment(
  record: JsonRecord,
): Pick<OfferedCode, 'offeredAtMs' | 'offeredAtMonotonicMs' | 'monotonicOrigin'> {
  if (record['offeredAtMs'] === undefined) {
    return { offeredAtMs: undefined, offeredAtMonotonicMs: undefined, monotonicOrigin: undefined };
  }
  return {
    offeredAtMs: readWholeNumber(record, 'offeredAtMs', anyMoment),
    offeredAtMonotonicMs: readWholeNumber(record, 'offeredAtMonotonicMs', anyMoment),
    monotonicOrigin: readText(record, 'monotonicOrigin', { maximumLength: 64 }),
  };
}

function readProvedOutcome(value: unknown): ProvedOutcome {
  const record = readRecord(value, 'proved');
  if (record['source'] === 'receipt') {
    return {
      source: 'receipt',
      receiptText: readText(record, 'receiptText', { maximumLength: maximumReceiptLength }),
    };
  }
  const outcome = record['outcome'];
  if (record['source'] !== 'typed' || (outcome !== 'approved' && outcome !== 'declined')) {
    throw new ShapeError('proved');
  }
  return {
    source: 'typed',
    outcome,
    minorUnits: readText(record, 'minorUnits', { maximumLength: 12, expression: /^[1-9]\d*$/ }),
    currency: readText(record, 'currency', { maximumLength: 3, expression: /^[A-Z]{3}$/ }),
  };
}
