import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { createNodePictureReader } from '@tallystick/cashier-terminal/node';
import { parseNumericPaycode } from '@tallystick/paycode';

import { drawPng } from '../../packages/cashier-terminal/src/testing/draw-picture.ts';
import { modulesOfText } from '../../packages/payer-terminal/src/testing/modules-of-text.ts';
import {
  confirmationKey,
  typedConfirmation,
} from '../protocol-vectors/second-implementation/confirmation.ts';
import { passwordOf } from '../protocol-vectors/second-implementation/paycode.ts';
import { type SmallEngine, startQuickJs } from './quickjs-engine.ts';

const terminalPath = '/docs/reference-terminal/terminal.js';
const longestTerminal = 200;

const passwordKey = Buffer.alloc(32, 7);
const confirmationLeaf = Buffer.alloc(32, 8);
const unixMs = Date.parse('2026-11-12T08:00:05Z');
const step = 179_447_040;

interface Pressed {
  readonly digits?: string;
  readonly picture?: readonly string[];
  readonly state?: { readonly highestStep: number };
  readonly waitSeconds?: number;
  readonly stored?: readonly unknown[];
}

let engine: SmallEngine;
before(async () => {
  engine = await startQuickJs();
});
after(() => engine.dispose());

/** Presses the button at each of these moments, one after another, as the device does. */
function pressAt(...moments: readonly number[]): readonly Pressed[] {
  const printed = engine.run(`
    import { press } from '${terminalPath}';
    const credential = {
      issuerPrefix: '83', firstAliasDay: 20768, aliases: ['3141592653', '0718281828', '2718281828'],
      passwordKey: new Uint8Array(32).fill(7),
    };
    let state;
    report(JSON.stringify(${JSON.stringify(moments)}.map((unixMs) => {
      const stored = [];
      const pressed = press(credential, state, unixMs, (next) => stored.push(next));
      state = pressed.state ?? state;
      return { ...pressed, stored };
    })));`);
  return JSON.parse(printed) as Pressed[];
}

test('the reference terminal is short enough to be read', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', terminalPath), 'utf8');
  assert.ok(text.trimEnd().split('\n').length < longestTerminal);
});

test('in QuickJS the reference terminal makes the code that the protocol’s second implementation makes', () => {
  const [pressed] = pressAt(unixMs);
  const parsed = parseNumericPaycode(pressed?.digits ?? '', '83');
  const password = passwordOf(passwordKey, { intent: 0, movingFactor: BigInt(step) });
  assert.deepEqual(parsed.ok && parsed.data, { alias: '0718281828', intent: 0, password });
  assert.deepEqual(pressed?.stored, [pressed?.state], 'it was stored before it was shown');
});

test('the till’s picture reader reads what the reference terminal draws, for any digits', async () => {
  const read = await createNodePictureReader();
  const moments = Array.from({ length: 20 }, (_, index) => unixMs + index * 10_000);
  for (const { digits, picture = [] } of pressAt(...moments)) {
    assert.deepEqual(await read(drawPng(modulesOfText(picture, 'square'), 4)), [digits]);
  }
});

test('the reference terminal offers no step twice, counts down, and survives a clock that was set back', () => {
  const moments = [
    unixMs,
    unixMs,
    unixMs,
    unixMs + 5_000,
    unixMs + 5_000,
    unixMs - 3_600_000,
    unixMs - 3_600_000,
  ];
  const pressed = pressAt(...moments);
  assert.deepEqual(
    pressed.map(({ state, waitSeconds }) => state?.highestStep ?? `wait ${waitSeconds}`),
    [step, step + 1, 'wait 5', step + 2, 'wait 10', step - 360, step - 359],
  );
  assert.ok(
    pressed.every(({ digits, waitSeconds }) => (digits === undefined) !== (waitSeconds === undefined)),
  );
});

test('a code of the step after midnight has the alias of the new day', () => {
  const midnightMs = Date.parse('2026-11-13T00:00:00Z');
  const codes = pressAt(midnightMs - 1_000, midnightMs - 1_000).map(({ digits }) => digits?.slice(2, 12));
  assert.deepEqual(codes, ['0718281828', '2718281828']);
});

test('the reference terminal believes a genuine confirmation, and after five wrong ones none', () => {
  const key = confirmationKey(confirmationLeaf, BigInt(step), 0, '00000000');
  const approved = typedConfirmation(key, 'approved', '450', 'EUR');
  const declined = typedConfirmation(key, 'declined', '450', 'EUR');
  const outcomesOf = (...entries: readonly (string | undefined)[]): readonly string[] => {
    const printed = engine.run(`
      import { checkConfirmation } from '${terminalPath}';
      let state = { highestStep: ${step}, codes: [{ step: ${step}, codeEnding: '4992', wrongEntries: 0 }] };
      const leaf = new Uint8Array(32).fill(8);
      report(JSON.stringify(${JSON.stringify(entries)}.map((typed) => {
        const entry = { codeEnding: '4992', typed, minorUnits: '450', currency: 'EUR' };
        const checked = checkConfirmation(leaf, state, entry, () => undefined);
        state = checked.state;
        return checked.outcome;
      })));`);
    return JSON.parse(printed) as string[];
  };
  assert.deepEqual(outcomesOf(approved, declined, '00000000'), ['approved', 'declined', 'unknown']);
  const wrong = Array.from({ length: 5 }, () => '00000000');
  assert.deepEqual(outcomesOf(...wrong, approved), Array(6).fill('unknown'));
});
