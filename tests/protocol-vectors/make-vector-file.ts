import type { CaseGroup } from './cases/case-group.ts';
import { confirmationGroups } from './cases/confirmation-cases.ts';
import { enrolmentGroups } from './cases/enrolment-cases.ts';
import { passwordGroups } from './cases/password-cases.ts';
import { paycodeGroups } from './cases/paycode-cases.ts';
import { tillGroups } from './cases/till-cases.ts';
import type { Group, Vector, VectorFile } from './vector-file.ts';
import { packageImplementation } from './with-packages.ts';

const about =
  'Test vectors of the Tallystick protocol, for what no RFC has vectors for. Every value is text: decimal digits for numbers, hexadecimal digits where a name ends in Hex. A vector has an output, or it is refused by the name of what is wrong. All keys are made up. docs/protocol.md says what the fields mean.';

/** Puts every case to the packages. */
export async function makeVectorFile(): Promise<VectorFile> {
  const caseGroups = [
    ...passwordGroups,
    ...paycodeGroups,
    ...tillGroups,
    ...(await enrolmentGroups()),
    ...(await confirmationGroups()),
  ];
  return { about, groups: await Promise.all(caseGroups.map(groupOf)) };
}

async function groupOf({ name, section, what, cases }: CaseGroup): Promise<Group> {
  const answer = packageImplementation[name];
  if (answer === undefined) throw new Error(`the packages do not answer ${name}`);
  const vectors = await Promise.all(
    cases.map(async ([comment, input]): Promise<Vector> => ({ comment, input, ...(await answer(input)) })),
  );
  return { name, section, what, vectors };
}
