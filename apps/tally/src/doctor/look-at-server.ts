import { createServer } from 'node:net';
import { TallyError } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { listenError } from '../server/listen.ts';
import { look, type Finding } from './finding.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

const answerTimeoutMs = 3_000;

/** Looks who has the port: a system of ours, which is then asked whether it is ready, another program, or nobody. */
export async function lookAtServer(address: Address, { fetch }: CommandIo): Promise<readonly Finding[]> {
  const url = `http://${address.host}:${address.port}`;
  const alive = await ask(fetch, `${url}/healthz`);
  if (alive?.status !== 'alive') return [await look('port', () => lookAtPort(address))];
  const running = await look('port', () => Promise.resolve(`A Tallystick answers at ${url}.`));
  return [running, await look('server', () => lookAtReadiness(fetch, url))];
}

async function lookAtReadiness(fetch: CommandIo['fetch'], url: string): Promise<string> {
  const answer = await ask(fetch, `${url}/readyz`);
  if (answer?.status === 'ready') return 'It decides payments.';
  const detail = `The system at ${url} runs, but decides no payments: ${answer?.detail ?? 'it does not say why.'}`;
  throw new TallyError('server_unreachable', { detail });
}

/** Opens the port for a moment, because only the system knows all that may keep us from it. */
async function lookAtPort(address: Address): Promise<string> {
  if (address.port === 0) return 'The start takes a free port.';
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
  } catch (error) {
    throw listenError(error, address);
  }
  await new Promise((resolve) => server.close(resolve));
  return `Port ${address.port} is free; no system runs there.`;
}

interface HealthAnswer {
  readonly status?: string;
  readonly detail?: string;
}

/** undefined where nobody answers, or not in our words. */
async function ask(fetch: CommandIo['fetch'], url: string): Promise<HealthAnswer | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs), redirect: 'error' });
    const body: unknown = await response.json();
    if (typeof body !== 'object' || body === null) return undefined;
    return { ...textField(body, 'status'), ...textField(body, 'detail') };
  } catch {
    return undefined;
  }
}

function textField(body: object, name: 'status' | 'detail'): HealthAnswer {
  const value: unknown = new Map(Object.entries(body)).get(name);
  return typeof value === 'string' ? { [name]: value } : {};
}
