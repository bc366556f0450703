// Who called the command line, as it meets them: what stands in the environment, what is typed, where answers go, and the word to stop.

import type { Readable, Writable } from 'node:stream';
import type { Environment } from '../config/environment.js';

interface TypedInput extends Readable {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

interface ShownOutput extends Writable {
  readonly isTTY?: boolean;
  /** Of a terminal. */
  readonly columns?: number;
}

export interface Caller {
  readonly environment: Environment;
  readonly stdin: TypedInput;
  /** Answers, and nothing else. */
  readonly stdout: ShownOutput;
  readonly stderr: ShownOutput;
  /** Aborts when it shall end. */
  readonly signal: AbortSignal;
}
