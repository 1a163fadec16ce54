import type { IntegrityCheck, Look, Snapshot } from '@tallystick/postgres';

/** Both servers’ rows. */
export interface BothSides {
  readonly platform: Snapshot;
  readonly authentication: Snapshot;
  /**
   * Null where both are one snapshot of one database. Otherwise the platform’s was taken first, some time after this moment:
   * what is younger may have no counterpart there yet.
   */
  readonly apartSince: Date | null;
}

/** A check that compares the rows of the two servers. */
export interface CrossCheck extends Omit<IntegrityCheck, 'look'> {
  look(sides: BothSides): Promise<Look>;
}

/** The same check of both servers’ rows, wherever they are. */
export function checkOfSides(check: CrossCheck, sides: BothSides): IntegrityCheck {
  return { ...check, look: () => check.look(sides) };
}

/** The same check of a database that has the rows of both. */
export function checkOfOneDatabase(check: CrossCheck): IntegrityCheck {
  return {
    ...check,
    look: (snapshot) => check.look({ platform: snapshot, authentication: snapshot, apartSince: null }),
  };
}
