import { formatMoney, type Money } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';

/** One line of the story: what was seen, beside what had to be seen. */
export interface StoryLine {
  readonly till: string;
  readonly payer: string;
  readonly amount: Money;
  readonly happened: string;
  readonly expected: string;
  /** Why it is right. */
  readonly why: string;
}

/** Tells what happens and counts what should not have happened. */
export interface Story {
  /** A heading, before a scene. */
  chapter(title: string): void;
  says(sentence: string): void;
  payment(line: StoryLine): void;
  /** A fact that the story depends on. */
  holds(fact: string, isTrue: boolean): void;
  paymentCount(): number;
  unexpectedCount(): number;
}

const columns = 120;
const indent = ' '.repeat(10);

export function createStory({ stdout, clock }: Pick<CommandIo, 'stdout' | 'clock'>): Story {
  let payments = 0;
  let unexpected = 0;

  function tell(text: string, isExpected: boolean): void {
    if (!isExpected) unexpected += 1;
    stdout.write(`${text}${isExpected ? '' : `\n${indent}NOT AS EXPECTED`}\n`);
  }

  return {
    chapter: (title) => tell(`\n${title}`, true),
    says: (sentence) => tell(wrapped(sentence, '').join('\n'), true),
    payment({ till, payer, amount, happened, expected, why }) {
      payments += 1;
      const time = new Date(clock.nowMs()).toISOString().slice(11, 19);
      const fields = [
        till.padEnd(24),
        payer.padEnd(8),
        formatMoney(amount).padStart(10),
        happened.padEnd(28),
      ];
      const line = `${time}  ${fields.join('  ')}`;
      const isShort = line.length + why.length <= columns;
      const text = isShort ? `${line}${why}` : [line.trimEnd(), ...wrapped(why, indent)].join('\n');
      tell(happened === expected ? text : `${text}\n${indent}expected: ${expected}`, happened === expected);
    },
    holds: (fact, isTrue) => tell(wrapped(fact, indent).join('\n'), isTrue),
    paymentCount: () => payments,
    unexpectedCount: () => unexpected,
  };
}

function wrapped(text: string, margin: string): readonly string[] {
  const lines: string[] = [];
  let line = margin;
  for (const word of text.split(' ')) {
    if (line.length + word.length >= columns && line !== margin) {
      lines.push(line.trimEnd());
      line = margin;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
