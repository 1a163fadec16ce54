import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { createMemoryStore, createPayerTerminal, enrol } from '@tallystick/payer-terminal';
import type { Cast } from './cast.ts';

const activationLifetimeMs = 15 * 60 * 1000;
const unknownActivation = { activationId: '0'.repeat(32) };

/** Activations, enrolments and what becomes of credentials. */
export async function playEnrolment(cast: Cast): Promise<void> {
  const { recorder, stage, openAccount } = cast;
  const key = stage.operatorKey;
  const path = { accountId: await openAccount() };
  const first = await recorder.record('createActivation', 'with_a_clock', { key, path, body: {} });
  const terms = { kind: 'event', cap: { minorUnits: '1500', currency: 'EUR' }, usesPerDay: 3 };
  await recorder.record('createActivation', 'without_a_clock', { key, path, body: terms });
  await recorder.record('createActivation', 'too_many_activations', { key, path });
  const nobody = { accountId: '0193a000-0000-7000-8000-0000000000ff' };
  await recorder.record('createActivation', 'account_unknown', { key, path: nobody });
  const wrongCap = (minorUnits: string, currency: string) => ({ cap: { minorUnits, currency } });
  await recorder.record('createActivation', 'amount_invalid', { key, path, body: wrongCap('0', 'EUR') });
  await recorder.record('createActivation', 'currency_unknown', { key, path, body: wrongCap('1', 'euro') });

  const activationId = await enrolRecorded(cast, String(first.body['activationCode']));
  const used = { path: { activationId }, body: strangersProof() };
  await recorder.record('completeEnrolment', 'activation_used', used);
  await playCredentials(cast, path);
}

/** Enrols a device whose two requests are written down; returns the id of the activation. */
async function enrolRecorded({ recorder, stage }: Cast, activationCode: string): Promise<string> {
  let activationId = '';
  const recordingFetch: typeof fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    activationId = pathname.split('/')[3] ?? '';
    const path = { activationId };
    if (!pathname.endsWith('/proof')) {
      const begun = await recorder.record('beginEnrolment', 'begun', { path });
      return Response.json(begun.body);
    }
    await recorder.record('completeEnrolment', 'activation_proof_wrong', { path, body: strangersProof() });
    const body: object = JSON.parse(typeof init?.body === 'string' ? init.body : '');
    const completed = await recorder.record('completeEnrolment', 'completed', { path, body });
    return Response.json(completed.body);
  };
  const terminal = createPayerTerminal({ store: createMemoryStore(), clock: stage.clock });
  await enrol(terminal, { activationCode, serverUrl: stage.address, fetch: recordingFetch });
  assert.match(activationId, /^[0-9a-f]{32}$/);
  return activationId;
}

/** A key that is a point of the curve, and a proof of nothing. */
function strangersProof() {
  const terminalKey = createECDH('prime256v1').generateKeys('base64url');
  return { terminalKey, proof: 'A'.repeat(43) };
}

async function playCredentials(cast: Cast, path: { readonly accountId: string }): Promise<void> {
  const { recorder, stage } = cast;
  const key = stage.operatorKey;
  const nobody = { accountId: '0193a000-0000-7000-8000-0000000000ff' };
  const listed = await recorder.record('listCredentials', 'page', { key, path });
  await recorder.record('listCredentials', 'account_unknown', { key, path: nobody });
  const [, credentialNumber = ''] = /"credentialNumber":"(\d{10})"/.exec(JSON.stringify(listed.body)) ?? [];
  const change = (state: string) => ({ key, path: { credentialNumber }, body: { state } });
  await recorder.record('changeCredentialState', 'locked', change('locked'));
  await recorder.ask('changeCredentialState', change('revoked'));
  await recorder.record('changeCredentialState', 'credential_revoked', change('active'));
  const unknown = { ...change('locked'), path: { credentialNumber: '9999999999' } };
  await recorder.record('changeCredentialState', 'credential_unknown', unknown);
}

/** What a device meets that comes too late, or with a code that nobody made; moves the clock. */
export async function playLateEnrolment({ recorder, stage, openAccount }: Cast): Promise<void> {
  const key = stage.operatorKey;
  const body = strangersProof();
  await recorder.record('beginEnrolment', 'activation_unknown', { path: unknownActivation });
  await recorder.record('completeEnrolment', 'activation_unknown', { path: unknownActivation, body });

  const account = { accountId: await openAccount() };
  const codes: string[] = [];
  for (let device = 0; device < 3; device += 1) {
    const activation = await recorder.ask('createActivation', { key, path: account });
    const activationCode = String(activation.body['activationCode']);
    codes.push(activationCode);
    if (device === 2) break;
    const terminal = createPayerTerminal({ store: createMemoryStore(), clock: stage.clock });
    await enrol(terminal, { activationCode, serverUrl: stage.address, fetch });
  }
  await recorder.record('createActivation', 'too_many_credentials', { key, path: account });

  const path = { activationId: await activationIdOf(codes.at(-1) ?? '', stage.address) };
  stage.clock.advance(activationLifetimeMs + 1000);
  await recorder.record('beginEnrolment', 'activation_expired', { path });
  await recorder.record('completeEnrolment', 'activation_expired', { path, body });
}

/** As a device computes it: it is in the address of the device’s first request, which goes nowhere here. */
async function activationIdOf(activationCode: string, serverUrl: string): Promise<string> {
  let activationId = '';
  const terminal = createPayerTerminal({ store: createMemoryStore() });
  const nowhere: typeof fetch = (input) => {
    activationId = new URL(input instanceof Request ? input.url : input).pathname.split('/').at(-1) ?? '';
    return Promise.reject(new Error('nowhere'));
  };
  await assert.rejects(enrol(terminal, { activationCode, serverUrl, fetch: nowhere }));
  return activationId;
}
