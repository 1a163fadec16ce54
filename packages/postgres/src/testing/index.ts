export { startTestDatabase, type TestDatabase, type TestServer } from './start-test-database.ts';
