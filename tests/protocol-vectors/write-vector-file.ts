/** `npm run docs:vectors`: writes docs/vectors.json anew, from what the packages answer. */
import { writeFile } from 'node:fs/promises';

import { makeVectorFile } from './make-vector-file.ts';
import { textOfVectorFile, vectorFilePath } from './vector-file.ts';

await writeFile(vectorFilePath, textOfVectorFile(await makeVectorFile()));
