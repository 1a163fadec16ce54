/**
 * Plays one script to the model and to the system, and says each line as it goes. A failed test prints the command that
 * does it: `node tests/model/replay.ts '[…]'`.
 */
import { openTestShop } from '../payments/test-shop.ts';
import { liftedLimits } from '../support/server-process.ts';
import { runScript } from './run-script.ts';
import { toScript } from './script.ts';
import { openStage } from './stage.ts';

const script = toScript(process.argv[2] ?? '[]');
const shop = await openTestShop(liftedLimits);
const system = await shop.openServer(shop.database);
try {
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  const mismatch = await runScript(shop, await openStage(shop, system), script, tell);
  tell(mismatch?.words ?? 'The model says the same.');
  if (mismatch !== undefined) process.exitCode = 1;
} finally {
  await system.close();
  await shop.close();
}
