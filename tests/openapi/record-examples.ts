import { format } from 'prettier';
import { readApiDocument, type ServedDocument } from './read-api-document.ts';
import { createRecorder, type RecordedExamples } from './recorder.ts';
import { playApart } from './scenes/apart-scenes.ts';
import { castOf } from './scenes/cast.ts';
import { playCommon, playDisasters } from './scenes/common-scenes.ts';
import { playDeclines } from './scenes/decline-scenes.ts';
import { playEnrolment, playLateEnrolment } from './scenes/enrolment-scenes.ts';
import { playAccounts, playMerchants, playOperatorKeys } from './scenes/operator-scenes.ts';
import { playApproved, playPending, playRefusedPayments, playTwins } from './scenes/payment-scenes.ts';
import { playRefunds } from './scenes/refund-scenes.ts';
import { openStage } from './stage.ts';

/** Where the server reads the examples of its document from, below the root of the checkout. */
export const examplesPath = 'apps/tally/src/openapi/examples.json';

const scenes = [
  playMerchants,
  playOperatorKeys,
  playAccounts,
  playEnrolment,
  playApproved,
  playPending,
  playTwins,
  playRefusedPayments,
  playDeclines,
  playCommon,
  playLateEnrolment,
  playRefunds,
  playApart,
  playDisasters,
];

/**
 * Makes every answer happen on real servers, and returns what was answered, and the document that it was held
 * against.
 */
export async function recordExamples(): Promise<{
  readonly document: ServedDocument;
  readonly routes: readonly string[];
  readonly examples: RecordedExamples;
}> {
  const stage = await openStage();
  try {
    const document = await readApiDocument(stage.address);
    const recorder = createRecorder(stage.address, document);
    const cast = castOf(stage, recorder);
    for (const play of scenes) await play(cast);
    return { document, routes: stage.routes, examples: recorder.examples };
  } finally {
    await stage.close();
  }
}

/** In the order of the names and the format of the house, so that a change is seen as what it is. */
export async function examplesText(examples: RecordedExamples): Promise<string> {
  return format(JSON.stringify(sorted(examples)), { parser: 'json', printWidth: 110 });
}

/** Operations, statuses and names are sorted; the fields of a body stand as they were sent. */
function sorted({ operations, problems }: RecordedExamples): RecordedExamples {
  const byName = <Value>(record: Record<string, Value>): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
  for (const operation of Object.values(operations)) {
    operation.requests = byName(operation.requests);
    for (const [status, bodies] of Object.entries(operation.answers))
      operation.answers[status] = byName(bodies);
  }
  return { operations: byName(operations), problems: byName(problems) };
}
