/** What the payer agrees to by one of the ten intents. */
export interface IntentRule {
  readonly intent: number;
  readonly needsPin: boolean;
  /** 0 is the cap without a PIN; 1 to 3 rise. */
  readonly capTier: 0 | 1 | 2 | 3;
  /** `any` till, one till or one challenge of it (`bound`), or exactly one amount for one challenge (`exact`). */
  readonly place: 'any' | 'bound' | 'exact';
  /** `step` of the clock, or number of the `press` of a device without a clock. */
  readonly movingFactor: 'step' | 'press';
}

/** All intents; each stands at the index of its own number. */
export const intentRules: readonly IntentRule[] = [
  { intent: 0, needsPin: false, capTier: 0, place: 'any', movingFactor: 'step' },
  { intent: 1, needsPin: true, capTier: 1, place: 'any', movingFactor: 'step' },
  { intent: 2, needsPin: true, capTier: 2, place: 'any', movingFactor: 'step' },
  { intent: 3, needsPin: true, capTier: 3, place: 'any', movingFactor: 'step' },
  { intent: 4, needsPin: false, capTier: 0, place: 'any', movingFactor: 'press' },
  { intent: 5, needsPin: false, capTier: 0, place: 'bound', movingFactor: 'step' },
  { intent: 6, needsPin: true, capTier: 1, place: 'bound', movingFactor: 'step' },
  { intent: 7, needsPin: true, capTier: 2, place: 'bound', movingFactor: 'step' },
  { intent: 8, needsPin: true, capTier: 3, place: 'bound', movingFactor: 'step' },
  { intent: 9, needsPin: true, capTier: 3, place: 'exact', movingFactor: 'step' },
];

/** The rule of an intent. Throws RangeError outside 0 … 9. */
export function intentRule(intent: number): IntentRule {
  const rule = intentRules[intent];
  if (rule === undefined) throw new RangeError('an intent is 0 to 9');
  return rule;
}
