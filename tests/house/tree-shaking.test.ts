import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import ts from 'typescript';

import { houseRoot } from './read-house-files.ts';

// Who makes one code should carry the code for one code. A bundler drops what nobody uses, as long as it can see that
// loading a module does nothing.

const folders = ['packages/otp/src', 'packages/paycode/src'];

/** Calls and constructions that run when a module is loaded and are not marked as pure. */
function effectsOf(text: string): readonly string[] {
  const file = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);
  const effects: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
    const runs = ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);
    // A property may be a getter, so that even a marked call stays when one is handed to it.
    const mayRun = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
    if (mayRun || (runs && !isMarkedPure(text, node))) effects.push(node.getText());
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return effects;
}

function isMarkedPure(text: string, node: ts.Node): boolean {
  return text.slice(node.getFullStart(), node.getStart()).includes('/* @__PURE__ */');
}

for (const folder of folders) {
  test(`loading a module of ${folder} does nothing that a bundler could not leave out`, () => {
    const paths = readdirSync(join(houseRoot, folder), { recursive: true, encoding: 'utf8' });
    const sources = paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));
    assert.ok(sources.length > 20);
    for (const path of sources) {
      assert.deepEqual(effectsOf(readFileSync(join(houseRoot, folder, path), 'utf8')), [], path);
    }
  });
}

test('a call that runs when the module is loaded is found, one inside a function is not', () => {
  assert.deepEqual(effectsOf('const table = makeTable(3);'), ['makeTable(3)']);
  assert.deepEqual(effectsOf('const two = { suite: new Suite() };'), ['new Suite()']);
  assert.deepEqual(effectsOf('start();'), ['start()']);
  assert.deepEqual(effectsOf('const two = /* @__PURE__ */ parse(suites.two);'), ['suites.two']);
  assert.deepEqual(effectsOf('const table = /* @__PURE__ */ makeTable(3);'), []);
  assert.deepEqual(effectsOf('export const later = () => makeTable(3);'), []);
});
