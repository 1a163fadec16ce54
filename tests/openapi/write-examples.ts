import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { houseRoot } from '../house/read-house-files.ts';
import { examplesPath, examplesText, recordExamples } from './record-examples.ts';

// `npm run docs:examples`: writes the examples of the API’s document anew, from answers of real servers.
const { examples } = await recordExamples();
await writeFile(join(houseRoot, examplesPath), await examplesText(examples));
