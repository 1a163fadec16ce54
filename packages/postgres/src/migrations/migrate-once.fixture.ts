import { openDatabase } from '../connections/open-database.ts';
import { migrate } from './migrate.ts';

/** One of several processes that migrate the same empty database; slow enough that they meet. */
const database = await openDatabase(process.env['DATABASE_URL'] ?? '');
await migrate(database, [
  { id: 'test/001', sql: 'CREATE TABLE public.slow (id integer); SELECT pg_sleep(0.3)' },
  { id: 'test/002', sql: 'INSERT INTO public.slow VALUES (1)' },
]);
await database.close();
