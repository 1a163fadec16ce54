import assert from 'node:assert/strict';
import type { Clock } from '@tallystick/foundation';
import { createMemoryStore, createPayerTerminal, enrol, nextCode } from '@tallystick/payer-terminal';
import type { Recorder, SceneAnswer } from '../recorder.ts';
import type { Stage } from '../stage.ts';

/** Who plays in the scenes. Everything is made over HTTP with the operator’s key, without being written down. */
export interface Cast {
  readonly stage: Stage;
  readonly recorder: Recorder;
  openTill(merchantName?: string): Promise<CastTill>;
  openAccount(minorUnits?: string): Promise<string>;
  /** A payer with an enrolled device of its own; what it is asked for goes into the activation. */
  enrolPayer(options?: PayerOptions): Promise<CastPayer>;
}

export interface PayerOptions {
  readonly minorUnits?: string;
  /** How far ahead the device’s clock goes wrong after its enrolment. */
  readonly clockErrorMs?: number;
  readonly terms?: object;
}

export interface CastTill {
  readonly key: string;
  readonly merchantId: string;
}

export interface CastPayer {
  /** A fresh code; moves the stage’s clock on where the device asks to wait. */
  nextCode(): Promise<string>;
}

export function castOf(stage: Stage, recorder: Recorder): Cast {
  const operator = { key: stage.operatorKey };
  let tills = 0;

  async function openAccount(minorUnits = '100000'): Promise<string> {
    const opened = await recorder.ask('createAccount', {
      ...operator,
      body: { name: 'Ada', currency: 'EUR' },
    });
    const accountId = String(opened.body['accountId']);
    const body = { topUpId: 'FIRST', amount: { minorUnits, currency: 'EUR' } };
    await recorder.ask('topUpAccount', { ...operator, path: { accountId }, body });
    return accountId;
  }

  return {
    stage,
    recorder,
    openAccount,
    async openTill(name = 'Harbour Bakery') {
      const merchant = await recorder.ask('createMerchant', { ...operator, body: { name } });
      const merchantId = String(merchant.body['merchantId']);
      tills += 1;
      const body = { name: 'Counter', tillNumber: String(tills).padStart(7, '0') };
      const till = await recorder.ask('createTill', { ...operator, path: { merchantId }, body });
      return { key: String(till.body['key']), merchantId };
    },
    async enrolPayer({ minorUnits, clockErrorMs = 0, terms = {} } = {}) {
      const accountId = await openAccount(minorUnits);
      const asked = await recorder.ask('createActivation', { ...operator, path: { accountId }, body: terms });
      const activationCode = String(asked.body['activationCode']);
      const store = createMemoryStore();
      const enrolling = createPayerTerminal({ store, clock: stage.clock });
      await enrol(enrolling, { activationCode, serverUrl: stage.address, fetch });
      // The clock goes wrong after the enrolment, which has just set it.
      const terminal = createPayerTerminal({ store, clock: wrongBy(stage.clock, clockErrorMs) });
      return {
        async nextCode() {
          for (;;) {
            const code = await nextCode(terminal);
            if (code.kind === 'code') return code.digits;
            stage.clock.advance(code.waitMs);
          }
        },
      };
    },
  };
}

/** A payment’s body: 4.50 EUR, or what is said instead. */
export function paymentBody(paymentId: string, code: string, more: object = {}) {
  return { paymentId, code, amount: { minorUnits: '450', currency: 'EUR' }, ...more };
}

export function assertOutcome({ status, body }: SceneAnswer, outcome: string): void {
  assert.equal(`${status} ${String(body['outcome'])}`, outcome, JSON.stringify(body));
}

function wrongBy(clock: Clock, errorMs: number): Clock {
  return { nowMs: () => clock.nowMs() + errorMs, monotonicMs: () => clock.monotonicMs() };
}
