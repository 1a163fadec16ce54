import { randomBytes } from 'node:crypto';
import type { AliasKeys, KeyRing } from '@tallystick/authentication-server';
import { type Clock, uuidV7 } from '@tallystick/foundation';
import { hmacSha256Key, preparedTimeSuite } from '@tallystick/otp';
import { aliasDayOfStep, questionOfIntent, stepOfUnixMs, suitesOfIntent } from '@tallystick/paycode';
import { shardOfAccountId } from '@tallystick/payment-platform';
import type { Database } from '@tallystick/postgres';
import { aliasesOf } from '../../packages/authentication-server/src/aliases/aliases.ts';
import { randomCredentialNumber } from '../../packages/authentication-server/src/credentials/credential-number.ts';
import { sealLeaves } from '../../packages/authentication-server/src/credentials/leaves.ts';
import { shuffle } from '../codes/shuffle.ts';
import type { Terminal } from '../codes/terminal.ts';
import { type Books, insertAccounts, insertCredentials, type SeededCredential } from './insert-payers.ts';

export interface CredentialParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyRing: KeyRing;
  readonly aliasKeys: AliasKeys;
}

/** A terminal has one code in ten seconds; four of them for each payer keep a fast server busy for a whole run. */
export const terminalsPerPayer = 4;
const payersAtOnce = 1000;
/** A run may cross midnight. */
const aliasDays = 2;

/**
 * Opens payer accounts with money and enrols their terminals. Written in bulk and not through the API, which would take
 * minutes; the rows are those that enrolment and top-up write.
 */
export async function seedPayers(
  parts: CredentialParts & Books,
  payerCount: number,
): Promise<readonly Terminal[]> {
  return await seedTerminals(parts, payerCount, (accountIds) => insertAccounts(parts, accountIds));
}

/**
 * Enrols the terminals of so many payers, whose accounts are opened by `openAccounts`, or by nobody.
 *
 * @returns the terminals in an order of chance: those of one payer stood together, and nobody pays four times in a row.
 */
export async function seedTerminals(
  parts: CredentialParts,
  payerCount: number,
  openAccounts?: (accountIds: readonly string[]) => Promise<void>,
): Promise<readonly Terminal[]> {
  const terminals: Terminal[] = [];
  const numbers = new Set<bigint>();
  for (let first = 0; first < payerCount; first += payersAtOnce) {
    const count = Math.min(payersAtOnce, payerCount - first);
    const accountIds = Array.from({ length: count }, () => uuidV7(parts.clock.nowMs()));
    const owners = accountIds.flatMap((id) => new Array<string>(terminalsPerPayer).fill(id));
    const credentials = owners.map((accountId) => newCredential(parts, accountId, numbers));
    await openAccounts?.(accountIds);
    await insertCredentials(parts, parts.aliasKeys.present.aliasKeyId, credentials);
    terminals.push(...credentials.map(({ terminal }) => terminal));
  }
  return shuffle(terminals);
}

function newCredential(
  { clock, keyRing, aliasKeys }: CredentialParts,
  accountId: string,
  numbers: Set<bigint>,
): SeededCredential {
  const credentialNumber = unusedNumber(shardOfAccountId(accountId), numbers);
  const leaf = () => randomBytes(32);
  const leaves = { password: leaf(), pin: leaf(), confirmation: leaf(), contact: leaf() };
  const { sealingKeyId, sealed } = sealLeaves(keyRing, credentialNumber, leaves);
  const firstAliasDay = aliasDayOfStep(stepOfUnixMs(clock.nowMs()));
  const terminal = {
    accountId,
    firstAliasDay,
    aliases: aliasesOf(aliasKeys.present.ff1, credentialNumber, firstAliasDay, aliasDays),
    passwordAt: preparedTimeSuite(
      hmacSha256Key(leaves.password),
      suitesOfIntent(0).device,
      questionOfIntent(0),
    ),
  };
  return { accountId, credentialNumber, sealingKeyId, sealedLeaves: sealed, terminal };
}

function unusedNumber(shard: number, numbers: Set<bigint>): bigint {
  let number = randomCredentialNumber(shard);
  while (numbers.has(number)) number = randomCredentialNumber(shard);
  numbers.add(number);
  return number;
}
