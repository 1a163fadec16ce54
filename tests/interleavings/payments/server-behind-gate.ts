import { openDatabase } from '@tallystick/postgres';
import type { System } from '@tallystick/tally';
import type { Clock } from '@tallystick/foundation';
import type { TestShop } from '../../payments/test-shop.ts';
import { openGate, type Gate, type GateOptions } from '../gate/open-gate.ts';

/** A whole server whose every step to the database waits at a gate of its own. */
export interface ServerBehindGate {
  readonly gate: Gate;
  readonly system: System;
  /** The same server as its housekeeping sees it whose clock is far ahead: whatever is open has been so for too long. */
  readonly late: System['platform'];
  close(): Promise<void>;
}

/** Whoever is not let through for long must not be taken for dead. */
const patientMs = 60_000;
/** More than the five minutes after which an open payment counts as abandoned. */
const aheadMs = 301_000;

export async function openServerBehindGate(shop: TestShop, options: GateOptions): Promise<ServerBehindGate> {
  const gate = await openGate(shop.connection, options);
  const database = await openDatabase(gate.target, {
    maximumConnections: 1,
    statementTimeoutMs: patientMs,
    lockTimeoutMs: patientMs,
    idleInTransactionTimeoutMs: patientMs,
  });
  const system = await shop.openServer(database);
  return {
    gate,
    system,
    late: { ...system.platform, clock: aheadOf(shop.clock) },
    async close() {
      await system.close();
      await database.close();
      await gate.close();
    },
  };
}

function aheadOf(clock: Clock): Clock {
  return { nowMs: () => clock.nowMs() + aheadMs, monotonicMs: clock.monotonicMs };
}
