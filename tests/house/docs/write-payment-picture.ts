import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pngPicture } from '@tallystick/payer-terminal';
import { modulesOfText } from '@tallystick/payer-terminal/testing';

import { runTally, startTally } from '../../system/tally-process.ts';
import { houseRoot } from '../read-house-files.ts';
import { sessionPicture, type SessionLine } from './session-picture.ts';

// `npm run docs:picture`: makes a payment with the real commands and draws what they printed.
const folder = await mkdtemp(join(tmpdir(), 'tallystick-docs-'));
await chmod(folder, 0o755);
const server = await startTally({ TALLY_DATA: join(folder, 'data') });
try {
  const picture = sessionPicture(await onePayment());
  const images = join(houseRoot, 'docs', 'images');
  await mkdir(images, { recursive: true });
  await writeFile(join(images, 'payment.svg'), picture);
} finally {
  await server.interrupt();
  await rm(folder, { recursive: true, force: true });
}

async function onePayment(): Promise<readonly SessionLine[]> {
  const environment: Record<string, string> = {
    HOME: folder,
    TALLY_DATA: join(folder, 'data'),
    TALLY_SERVER: server.address,
  };
  const tally = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runTally(args, environment);
    if (exitCode !== 0) throw new Error(`tally ${args.join(' ')}: ${stderr}`);
    return stdout.trimEnd();
  };
  environment['TALLY_TILL_KEY'] = await tally('demo-key', 'till');
  await tally('payer', 'activate', await tally('demo-key', 'activation'), '--server', server.address);

  const screen = await tally('payer', 'pay', '--once');
  // The camera of the till: it sees the blocks of the text terminal, and nothing else.
  const blocks = screen.split('\n').slice(0, screen.split('\n').indexOf(''));
  await writeFile(join(folder, 'seen.png'), pngPicture(modulesOfText(blocks, 'square'), 6));
  const seen = ['--picture', join(folder, 'seen.png'), '--amount', '4.50', '--currency', 'EUR'];
  const receipt = await tally('till', 'pay', ...seen);

  const digits = /Confirmation +(\d{4} \d{4})/.exec(receipt)?.[1] ?? '';
  const confirm = [...digits.split(' '), '--amount', '4.50', '--currency', 'EUR'];
  const confirmed = await tally('payer', 'confirm', ...confirm);
  return [
    { kind: 'comment', text: '# the payer, without any network' },
    { kind: 'command', text: '$ npx tally payer pay --once' },
    ...printed(screen),
    { kind: 'printed', text: '' },
    { kind: 'comment', text: '# the till, whose camera sees that screen' },
    { kind: 'command', text: '$ npx tally till pay --picture seen.png --amount 4.50 --currency EUR' },
    ...printed(receipt),
    { kind: 'printed', text: '' },
    { kind: 'comment', text: '# the payer, still without any network' },
    { kind: 'command', text: `$ npx tally payer confirm ${confirm.join(' ')}` },
    ...printed(confirmed),
  ];
}

function printed(text: string): readonly SessionLine[] {
  return text.split('\n').map((line) => ({ kind: 'printed', text: line }));
}
