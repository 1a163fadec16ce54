/**
 * All that PostgreSQL’s programs see of the environment. Whatever else stands in ours, they would read: PGDATA, PGTZ,
 * PGOPTIONS, a locale. They call each other by their full paths, and `sh` from the system.
 */
export const serverEnvironment = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C' } as const;
