import { moneyToJson } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { writeJson } from '../output/write-json.ts';
import type { Story } from './story.ts';

/** The same story for programs: one line of JSON for each thing that is told. */
export function createJsonStory({ stdout, clock }: Pick<CommandIo, 'stdout' | 'clock'>): Story {
  let payments = 0;
  let unexpected = 0;

  function tell(line: object, isExpected = true): void {
    if (!isExpected) unexpected += 1;
    writeJson(stdout, { ...line, isExpected });
  }

  return {
    chapter: (title) => tell({ chapter: title }),
    says: (sentence) => tell({ says: sentence }),
    payment({ amount, ...line }) {
      payments += 1;
      const at = new Date(clock.nowMs()).toISOString();
      tell({ payment: { at, ...line, amount: moneyToJson(amount) } }, line.happened === line.expected);
    },
    holds: (fact, isTrue) => tell({ holds: fact }, isTrue),
    paymentCount: () => payments,
    unexpectedCount: () => unexpected,
  };
}
