import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Answer, Values } from './vector-values.ts';

/** What docs/vectors.json looks like, and how it is laid out as text. */

export type Vector = { readonly comment: string; readonly input: Values } & Answer;

export interface Group {
  readonly name: string;
  /** Where it is specified. */
  readonly section: string;
  readonly what: string;
  readonly vectors: readonly Vector[];
}

export interface VectorFile {
  readonly about: string;
  readonly groups: readonly Group[];
}

export const vectorFilePath = join(import.meta.dirname, '..', '..', 'docs', 'vectors.json');

export function readVectorFile(): VectorFile {
  return JSON.parse(readVectorFileText()) as VectorFile;
}

export function readVectorFileText(): string {
  return readFileSync(vectorFilePath, 'utf8');
}

/** One vector a line, so that a change of one is one line of a difference. */
export function textOfVectorFile({ about, groups }: VectorFile): string {
  const textOfGroup = ({ name, section, what, vectors }: Group): string =>
    [
      '    {',
      `      "name": ${JSON.stringify(name)},`,
      `      "section": ${JSON.stringify(section)},`,
      `      "what": ${JSON.stringify(what)},`,
      '      "vectors": [',
      vectors.map((vector) => `        ${JSON.stringify(vector)}`).join(',\n'),
      '      ]',
      '    }',
    ].join('\n');
  return `{\n  "about": ${JSON.stringify(about)},\n  "groups": [\n${groups.map(textOfGroup).join(',\n')}\n  ]\n}\n`;
}
