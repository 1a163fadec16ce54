/**
 * Which steps were accepted: the last one, and one bit for each of the 64 steps up to it. Bit i stands for step
 * (last - i). It is the anti-replay window of RFC 4303, section 3.4.3, kept only to find the right words: a step at or
 * below the last accepted one is never accepted again, whatever its bit says.
 */
export interface AcceptedSteps {
  readonly lastAcceptedStep: number;
  readonly acceptedBits: bigint;
}

const rememberedSteps = 64;

export function withAcceptedStep(accepted: AcceptedSteps, step: number): AcceptedSteps {
  const distance = step - accepted.lastAcceptedStep;
  if (distance <= 0) throw new RangeError('a step is accepted only above the last accepted one');
  const shifted = distance >= rememberedSteps ? 0n : accepted.acceptedBits << BigInt(distance);
  // The column is a signed 64-bit integer.
  return { lastAcceptedStep: step, acceptedBits: BigInt.asIntN(rememberedSteps, shifted | 1n) };
}

export function wasAccepted(accepted: AcceptedSteps, step: number): boolean {
  const distance = accepted.lastAcceptedStep - step;
  if (distance < 0 || distance >= rememberedSteps) return false;
  return ((BigInt.asUintN(rememberedSteps, accepted.acceptedBits) >> BigInt(distance)) & 1n) === 1n;
}
