import { isErrorCode, TallyError } from '@tallystick/foundation';
import { backOffMs } from '../payment-loop/back-off.ts';
import type { LoopLimits } from '../payment-loop/loop-limits.ts';
import type { Wait } from '../payment-loop/wait.ts';
import type { PlatformProblem } from '../platform-client/platform-answer.ts';
import type { PlatformClient } from '../platform-client/platform-client.ts';
import type { TillIdentity } from '../platform-client/till-identity.ts';

const maximumAttempts = 4;

/**
 * Asks the platform who this till is, a few times where it does not answer.
 *
 * @throws TallyError `server_unreachable`, `till_key_unknown`, or what else the platform refuses with
 */
export async function readIdentity(tools: {
  readonly client: PlatformClient;
  readonly wait: Wait;
  readonly limits: LoopLimits;
}): Promise<TillIdentity> {
  let problem: PlatformProblem | null = null;
  for (let attempt = 1; attempt <= maximumAttempts; attempt++) {
    const answer = await tools.client.whoAmI();
    if (!('kind' in answer)) return answer;
    if (answer.kind === 'refused') throw errorOfProblem(answer.problem);
    if (answer.kind === 'lost' || answer.kind === 'throttled') problem = answer.problem;
    if (attempt < maximumAttempts) await tools.wait(backOffMs(attempt, 0, tools.limits));
  }
  throw problem === null
    ? new TallyError('server_unreachable', { detail: 'The server does not answer.' })
    : errorOfProblem(problem);
}

function errorOfProblem(problem: PlatformProblem): TallyError {
  const code = isErrorCode(problem.code) ? problem.code : 'server_unreachable';
  return new TallyError(code, { detail: problem.detail });
}
