export { type FileStoreOptions, createFileStore } from './file-store.ts';
