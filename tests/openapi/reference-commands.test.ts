import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runShellSession } from '../house/docs/run-snippets.ts';
import { withoutPython } from '../support/python.ts';
import { openStage, type Stage } from './stage.ts';

/** The commands of the reference page, as a reader would type them on a fresh `npm start`, from its top to its bottom. */
const start = `export HOME=$TALLY_DOCS_FOLDER
node apps/tally/src/tally.ts start >~/start.log 2>&1 &
for _ in $(seq 300); do curl -fs http://127.0.0.1:$TALLY_PORT/readyz >/dev/null && break; sleep 0.2; done
`;
/** What a reader can't do by hand is shown being refused. */
const shownRefused = ['activation_proof_wrong'];

let stage: Stage;
let page: string;

before(async () => {
  stage = await openStage();
  page = await (await fetch(`${stage.address}/v1/reference`)).text();
});
after(() => stage.close());

function commandsOf(html: string): readonly string[] {
  const blocks = html.matchAll(/<pre class="shell"><code>([^]*?)<\/code><\/pre>/g);
  return Array.from(blocks, ([, code = '']) => unescaped(code.replaceAll(/<\/?i>/g, '')));
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

void test('every command runs, and does what it shows', { skip: withoutPython }, async () => {
  const commands = commandsOf(page);
  // Those of the service that are pages, and are read in a browser, have none.
  assert.equal(commands.length, stage.routes.length - 2 + 1, 'one for each operation, and one to set up');
  const { exitCode, printed, stderr } = await runShellSession([start, ...commands].map((code) => ({ code })));
  assert.equal(exitCode, 0, `command ${printed.length - 1} failed: ${stderr}\n${printed.at(-1)}`);
  const answers = printed.slice(2);
  const refused = answers.flatMap((answer) =>
    Array.from(answer.matchAll(/"code":"(\w+)"/g), ([, code]) => code),
  );
  assert.deepEqual(refused, shownRefused, answers.join('\n'));
  for (const [index, answer] of answers.entries())
    assert.match(answer, /[{}]|^204$|operationId/m, commands[index + 1]);
});
