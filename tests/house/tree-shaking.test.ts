import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

// Who makes one code should carry the code for one code. A bundler drops what nobody uses, as long as it can see that
// loading a module does nothing.

const sourceFolder = fileURLToPath(new URL('.', import.meta.url));

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

test('loading a module does nothing that a bundler could not leave out', () => {
  const paths = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' });
  for (const path of paths.filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts'))) {
    assert.deepEqual(effectsOf(readFileSync(join(sourceFolder, path), 'utf8')), [], path);
  }
});

test('a call that runs when the module is loaded is found, one inside a function is not', () => {
  assert.deepEqual(effectsOf('const table = makeTable(3);'), ['makeTable(3)']);
  assert.deepEqual(effectsOf('const two = { suite: new Suite() };'), ['new Suite()']);
  assert.deepEqual(effectsOf('start();'), ['start()']);
  assert.deepEqual(effectsOf('const two = /* @__PURE__ */ parse(suites.two);'), ['suites.two']);
  assert.deepEqual(effectsOf('const table = /* @__PURE__ */ makeTable(3);'), []);
  assert.deepEqual(effectsOf('export const later = () => makeTable(3);'), []);
});
