/**
 * FF1 of NIST SP 800-38G for radix 10 and ten digits: encryption that turns ten digits into ten other digits.
 *
 * With ten digits the halves have u = v = 5 digits, NUM(B) fits b = 3 bytes, d = 8, and for a tweak of at most 12
 * bytes Q is one block. So a round is R = AES(AES(P) ⊕ Q) with the same AES(P) for all, and a batch costs one native
 * call a round. The clauses cited are those of algorithm 7, FF1.Encrypt.
 */
import { createCipheriv, type Cipheriv, type KeyObject } from 'node:crypto';

/** An AES key of 128, 192 or 256 bits that is ready for FF1. */
export interface Ff1Key {
  /** Encrypts whole blocks one by one (ECB), which FF1 uses in both directions. */
  readonly blockCipher: Cipheriv;
}

/** Ten digits and the tweak they are bound to. All tweaks of one batch have the same length, 0 to 12 bytes. */
export interface Ff1Item {
  readonly tweak: Uint8Array;
  readonly digits: string;
}

const blockLength = 16;
const maximumTweakLength = 12;
const rounds = 10;
/** radix^5: what a half is counted modulo. */
const halfModulus = 100_000;
const twoTo32ModHalf = 2 ** 32 % halfModulus;

export function ff1Key(key: KeyObject): Ff1Key {
  const bits = (key.symmetricKeySize ?? 0) * 8;
  return { blockCipher: createCipheriv(`aes-${bits}-ecb`, key, null).setAutoPadding(false) };
}

export function ff1Encrypt(key: Ff1Key, tweak: Uint8Array, digits: string): string {
  return ff1EncryptMany(key, [{ tweak, digits }])[0] ?? '';
}

export function ff1Decrypt(key: Ff1Key, tweak: Uint8Array, digits: string): string {
  return ff1DecryptMany(key, [{ tweak, digits }])[0] ?? '';
}

/** @throws RangeError where an item is not ten digits, or its tweak is too long or longer than another's. */
export function ff1EncryptMany(key: Ff1Key, items: readonly Ff1Item[]): string[] {
  const left = Int32Array.from(items, (item) => Number(checkedDigits(item).slice(0, 5)));
  const right = Int32Array.from(items, (item) => Number(item.digits.slice(5)));
  const inputs = firstInputs(key, items);
  let [target, source] = [left, right];
  for (let round = 0; round < rounds; round++) {
    addRoundValues(key, inputs, round, source, target, 1);
    [target, source] = [source, target];
  }
  return joinHalves(target, source);
}

/** The same rounds backwards with the halves exchanged. */
export function ff1DecryptMany(key: Ff1Key, items: readonly Ff1Item[]): string[] {
  const left = Int32Array.from(items, (item) => Number(checkedDigits(item).slice(0, 5)));
  const right = Int32Array.from(items, (item) => Number(item.digits.slice(5)));
  const inputs = firstInputs(key, items);
  let [target, source] = [right, left];
  for (let round = rounds - 1; round >= 0; round--) {
    addRoundValues(key, inputs, round, source, target, -1);
    [target, source] = [source, target];
  }
  return joinHalves(source, target);
}

/** Steps 6.i to 6.vi for all items: target ← target ± NUM(first 8 bytes of AES(AES(P) ⊕ Q)) mod 10^5. */
function addRoundValues(
  key: Ff1Key,
  inputs: Buffer,
  round: number,
  source: Int32Array,
  target: Int32Array,
  sign: 1 | -1,
): void {
  const blocks = Buffer.from(inputs);
  for (let item = 0; item < source.length; item++) {
    // The last four bytes of Q: the round number and NUM(B) in three bytes.
    const end = item * blockLength + 12;
    blocks.writeInt32BE(blocks.readInt32BE(end) ^ ((round << 24) | source[item]!), end);
  }
  const values = key.blockCipher.update(blocks);
  for (let item = 0; item < source.length; item++) {
    const high = values.readUInt32BE(item * blockLength) % halfModulus;
    const low = values.readUInt32BE(item * blockLength + 4);
    const value = (high * twoTo32ModHalf + low) % halfModulus;
    target[item] = (target[item]! + sign * value + halfModulus) % halfModulus;
  }
}

/** AES(P) ⊕ (tweak ‖ zeros) for each item: what all rounds have in common. */
function firstInputs(key: Ff1Key, items: readonly Ff1Item[]): Buffer {
  const inputs = Buffer.alloc(items.length * blockLength);
  const tweakLength = items[0]?.tweak.length ?? 0;
  if (tweakLength > maximumTweakLength) throw new RangeError('An FF1 tweak has at most 12 bytes here.');
  const chained = key.blockCipher.update(firstBlock(tweakLength));
  items.forEach(({ tweak }, item) => {
    if (tweak.length !== tweakLength) throw new RangeError('The tweaks of one batch have one length.');
    const start = item * blockLength;
    inputs.set(chained, start);
    for (let index = 0; index < tweakLength; index++) {
      inputs[start + index] = chained[index]! ^ tweak[index]!;
    }
  });
  return inputs;
}

/** Step 5: P = [1] [2] [1] [radix, 3 bytes] [10 rounds] [u] [n, 4 bytes] [t, 4 bytes]. */
function firstBlock(tweakLength: number): Uint8Array {
  return Uint8Array.of(1, 2, 1, 0, 0, 10, rounds, 5, 0, 0, 0, 10, 0, 0, 0, tweakLength);
}

function checkedDigits({ digits }: Ff1Item): string {
  if (!/^[0-9]{10}$/.test(digits)) throw new RangeError('FF1 turns exactly ten digits here.');
  return digits;
}

function joinHalves(left: Int32Array, right: Int32Array): string[] {
  return Array.from(left, (value, item) => halfDigits(value) + halfDigits(right[item]!));
}

function halfDigits(value: number): string {
  return value.toString().padStart(5, '0');
}
