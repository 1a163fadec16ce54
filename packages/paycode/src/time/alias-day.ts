import { stepsPerDay } from './step.ts';

/** FF1 tweak of the alias of a device without a clock (intent 4): it never changes. */
export const noClockTweak = 'no-clock';

/** 9999-12-31 as days since 1970-01-01: the last day that has a tweak of eight digits. */
const lastDay = 2_932_896;

/** UTC day number (days since 1970-01-01) whose alias goes with a step. */
export function aliasDayOfStep(step: number): number {
  if (!Number.isSafeInteger(step) || step < 0) throw new RangeError('a step is a whole number from 0');
  return Math.floor(step / stepsPerDay);
}

/** FF1 tweak of a UTC day number: `YYYYMMDD`. Throws RangeError after the year 9999. */
export function aliasTweakOfDay(day: number): string {
  if (!Number.isInteger(day) || day < 0 || day > lastDay)
    throw new RangeError('a day number is 0 to 2932896');
  return new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}
