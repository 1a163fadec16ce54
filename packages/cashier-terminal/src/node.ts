export { type FileJournal, openFileJournal } from './node/file-journal.ts';
export { createNodePictureReader, readPictureFile } from './node/picture-file.ts';
