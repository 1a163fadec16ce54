/**
 * The settings of the embedded PostgreSQL, given on its command line so that they are the same for every data directory,
 * however old. What is not here is PostgreSQL’s own default.
 */
export function serverSettings(socketDirectory: string): Readonly<Record<string, string>> {
  return {
    // An approved answer is on disk: none of these three is ever for sale.
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // No network: whoever may enter the socket’s folder is trusted, and that is this user and root.
    listen_addresses: '',
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: '0700',
    // Two servers with their pools and lanes, a backup and a person with psql; each costs some megabytes.
    max_connections: '60',
    // Room for the hot rows and indexes of a million accounts; the file cache holds the rest.
    shared_buffers: '256MB',
    // A checkpoint makes every page be logged whole once more: far apart under load, yet recovery stays a matter of seconds.
    max_wal_size: '2GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '10min',
    wal_buffers: '16MB',
    // Compiling a plan costs more than our short statements take.
    jit: 'off',
    // The same few rows are updated all day; their dead versions should go before they fill pages.
    autovacuum_naptime: '15s',
    // The log goes to the supervisor, without the values that a failed statement was given.
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}
