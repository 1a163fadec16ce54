import fc from 'fast-check';

/**
 * What happens to a message of a till: it arrives; it is lost; it arrives and its answer is lost; it arrives when a later
 * `deliver` says so, behind others; or it arrives twice at once.
 */
export const fates = ['arrives', 'lost', 'answer_lost', 'late', 'doubled'] as const;
export type Fate = (typeof fates)[number];

/** One line of a script: plain data, so that a script can be printed, kept and run again. */
export type Command =
  | {
      readonly do: 'pay';
      readonly till: number;
      /** Its id: a new one where it is 0, else that of a former payment, the latest being 1. */
      readonly formerId: number;
      /** Who shows a fresh code where `formerCode` is 0; else a code that was made before, the latest being 1. */
      readonly payer: number;
      readonly formerCode: number;
      readonly minorUnits: string;
      readonly order: { readonly reference: string; readonly total: string | null } | null;
      /** Not where it is 0, else a former payment, the latest being 1. */
      readonly duplicateOf: number;
      readonly fate: Fate;
    }
  /** Sends a former payment again, to the letter, or asks something about it; the latest is 1. */
  | { readonly do: 'retry'; readonly former: number; readonly fate: Fate }
  | {
      readonly do: 'query' | 'reverse' | 'close';
      readonly former: number;
      /** Null for the till of the payment. */
      readonly till: number | null;
      readonly fate: Fate;
    }
  | {
      readonly do: 'refund';
      readonly former: number;
      readonly till: number | null;
      readonly refund: number;
      readonly minorUnits: string;
      readonly fate: Fate;
    }
  | {
      readonly do: 'top_up';
      readonly payer: number;
      readonly topUp: number;
      readonly minorUnits: string;
      readonly fate: Fate;
    }
  /** A message that is late arrives: which of them. */
  | { readonly do: 'deliver'; readonly which: number }
  | { readonly do: 'wait'; readonly seconds: number }
  /** Ends what was abandoned and forgets what is no longer recent. */
  | { readonly do: 'keep_house' };

export type Script = readonly Command[];

/** Of three; most often the same, so that payments look like each other. */
const till = fc.constantFrom(0, 0, 0, 1, 2);
/** The third has a clock that is fast: most of what is left open is hers. */
const payer = fc.constantFrom(0, 1, 2, 2);
const minorUnits = fc.constantFrom('100', '450', '450', '450', '450', '900');
const former = fc.constantFrom(1, 1, 2, 2, 3, 5);
const seldomFormer = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
);
const seldomTill = fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: till });
const fate = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fate>('arrives') },
  { weight: 4, arbitrary: fc.constantFrom(...fates) },
);
const order = fc.record({
  reference: fc.constantFrom('table/1', 'table/2'),
  total: fc.constantFrom(null, null, '900'),
});

const pay = fc.record({
  do: fc.constant('pay' as const),
  ...{ till, payer, minorUnits, fate, formerId: seldomFormer, formerCode: seldomFormer },
  order: fc.oneof(fc.constant(null), fc.constant(null), order),
  duplicateOf: seldomFormer,
});
const retry = fc.record({ do: fc.constant('retry' as const), former, fate });
const ask = fc.record({
  do: fc.constantFrom('query' as const, 'reverse' as const, 'close' as const),
  ...{ former, till: seldomTill, fate },
});
const refund = fc.record({
  do: fc.constant('refund' as const),
  ...{ former, till: seldomTill, refund: fc.nat(5), minorUnits, fate },
});
const topUp = fc.record({
  do: fc.constant('top_up' as const),
  ...{ payer, topUp: fc.nat(2), minorUnits, fate },
});
const deliver = fc.record({ do: fc.constant('deliver' as const), which: fc.nat(5) });
const wait = fc.record({
  do: fc.constant('wait' as const),
  seconds: fc.constantFrom(1, 10, 30, 30, 61, 301),
});
const keepHouse = fc.record({ do: fc.constant('keep_house' as const) });

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 12, arbitrary: pay },
  { weight: 9, arbitrary: retry },
  { weight: 7, arbitrary: ask },
  { weight: 4, arbitrary: refund },
  { weight: 2, arbitrary: topUp },
  { weight: 3, arbitrary: deliver },
  { weight: 5, arbitrary: wait },
  { weight: 1, arbitrary: keepHouse },
);

/** A payer who is asked for a second code because the answer to the first did not come. */
const secondScan = pay.map((first): Script => [first, { ...first, formerId: 0, formerCode: 0 }]);
/** A till that comes back to what it has left open. */
const comeBack = fc
  .tuple(wait, retry, retry, ask)
  .map(([pause, ...asked]): Script => [
    pause,
    ...asked.map((each) => ({ ...each, fate: 'arrives' as const })),
  ]);
const passage = fc.oneof(
  { weight: 20, arbitrary: command.map((one): Script => [one]) },
  { weight: 1, arbitrary: secondScan },
  { weight: 2, arbitrary: comeBack },
);

/** Scripts of up to so many passages, as many long ones as short ones. */
export function scripts(maximumPassages: number): fc.Arbitrary<Script> {
  return fc.array(passage, { maxLength: maximumPassages, size: 'max' }).map((passages) => passages.flat());
}

/** A script as a failed test has printed it. */
export function toScript(json: string): Script {
  const script: Script = JSON.parse(json);
  return script;
}
