import type { DemoKeys } from '../seed/demo-keys.ts';

/** A process that answers at its address, whatever its role. */
export interface RunningSystem {
  /** Such as `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly databaseDescription: string;
  readonly demo: DemoKeys | undefined;
  /** The file with the operator’s key of an installation without a demo, where this start has made it. */
  readonly operatorKeyFile: string | undefined;
  /** Answers what is in work, then ends everything, PostgreSQL last. */
  stop(): Promise<void>;
}
