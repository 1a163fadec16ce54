import { Client, type ClientConfig } from 'pg';

/**
 * The driver’s client, made while the environment is out of its sight. It takes whatever a configuration leaves open
 * from libpq’s variables, PGOPTIONS with a `synchronous_commit=off` among them, and a password from the file that
 * PGPASSFILE names. Where to connect and as whom is what the caller was given, and nothing else.
 */
export class DriverClient extends Client {
  constructor(config?: string | ClientConfig) {
    const environment = process.env;
    // Exchanged and not emptied: threads of the C library may read the variables at this moment.
    process.env = {};
    try {
      super(config);
    } finally {
      process.env = environment;
    }
    forgoPasswordFile(this);
  }
}

/** The driver looks for a password file when it is asked for a password and has neither one nor a function. */
function forgoPasswordFile(client: object): void {
  if ('password' in client && client.password === null) {
    client.password = () => Promise.reject(new Error('the database asks for a password and none is given'));
  }
}
