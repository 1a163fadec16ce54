import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { deviceAnswers } from '../protocol-vectors/device-answers.ts';
import { readVectorFile } from '../protocol-vectors/vector-file.ts';
import { type SmallEngine, startQuickJs } from './quickjs-engine.ts';

const isLong = process.env['TALLY_TEST_LONG'] === '1';

let engine: SmallEngine;
before(async () => {
  engine = await startQuickJs();
});
after(() => engine.dispose());

test('in QuickJS the package answers every vector that a device can answer as in Node', () => {
  const groups = readVectorFile().groups.filter(({ name }) => Object.hasOwn(deviceAnswers, name));
  assert.ok(groups.length >= 15);
  for (const { name, vectors } of groups) {
    const printed = engine.run(`
      import { deviceAnswers } from '/tests/protocol-vectors/device-answers.ts';
      const inputs = ${JSON.stringify(vectors.map(({ input }) => input))};
      report(JSON.stringify(inputs.map(deviceAnswers[${JSON.stringify(name)}])));`);
    const answers = JSON.parse(printed) as unknown[];
    vectors.forEach(({ comment, input: _, ...expected }, index) => {
      assert.deepEqual(answers[index], expected, `${name}: ${comment}`);
    });
  }
});

test('in QuickJS a replay is refused, also beyond 2^53', () => {
  const printed = engine.run(`
    import { hmacWithSha1, makeHotp, verifyHotp } from '@tallystick/otp';
    const hmac = hmacWithSha1(Uint8Array.from({ length: 20 }, (_, index) => index));
    const counter = '9223372036854775806';
    const password = makeHotp({ hmac, counter, digits: 8 });
    const first = verifyHotp({ hmac, password, digits: 8, lastAccepted: '9223372036854775800' });
    const again = verifyHotp({ hmac, password, digits: 8, lastAccepted: counter });
    report(JSON.stringify([first, again]));`);
  assert.deepEqual(JSON.parse(printed), [
    { ok: true, lastAccepted: '9223372036854775806' },
    { ok: false, error: 'password_used' },
  ]);
});

/** What an interpreter makes in a second or two; the long mode makes as many as a device does in years. */
const codeCount = isLong ? 100_000 : 1_500;

test(`in QuickJS ${codeCount} codes leave nothing behind`, () => {
  engine.run(`
    import { hmacWithSha256 } from '@tallystick/otp';
    import { makeNumericPaycode, makePassword, questionOfIntent } from '@tallystick/paycode';
    const hmac = hmacWithSha256(new Uint8Array(32));
    globalThis.makeCodes = (first, count) => {
      for (let step = first; step < first + count; step += 1) {
        const password = makePassword({ hmac, intent: 0, question: questionOfIntent(0), movingFactor: step });
        makeNumericPaycode({ issuerPrefix: '83', alias: '0718281828', intent: 0, password });
      }
    };`);
  const usedAfter = (code: string): number => {
    engine.runScript(code);
    return engine.usedBytes();
  };
  // The first few fill what the engine keeps for itself: names, shapes of objects, compiled patterns.
  usedAfter('makeCodes(1, 50)');
  const before = usedAfter('makeCodes(100, 50)');
  assert.equal(usedAfter(`makeCodes(1000, ${codeCount})`), before);
  // That the measure sees a leak at all.
  assert.ok(
    usedAfter('globalThis.kept = Array.from({ length: 100 }, (_, index) => [index])') > before + 1_000,
  );
});
