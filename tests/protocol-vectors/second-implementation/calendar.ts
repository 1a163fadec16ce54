/** protocol.md section 3, in whole numbers of any size. */

export const stepOf = (unixMs: bigint): bigint => unixMs / 10_000n;

export const dayOf = (step: bigint): bigint => step / 8640n;

/** The eight digits of a UTC day, which are the tweak of its aliases. */
export const dateOf = (day: bigint): string =>
  new Date(Number(day) * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
