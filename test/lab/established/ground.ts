// Where a fault of an established tunnel happens: two ends and the network between them, whatever they are made of.
import type { Side } from '../spec.js';

export type Where = Side | 'wan';

/**
 * Left initiates; 10.1.0.1 (left) and 10.2.0.1 (right) are protected; `to-left` and `to-right` are the interfaces of wan.
 * Namespaces on one machine make one ground, a small machine with a kernel that has ESP makes another.
 */
export interface Ground {
  /** `unix:///…` or `tcp://host:port`, as a configuration names it. */
  viciUri(side: Side): string;
  /** A file of this machine with the log of the daemon, as far as it has been written. */
  logFile(side: Side): Promise<string>;
  configFile(side: Side): string;
  /** Runs a shell script as root on one machine; throws when it fails. */
  shell(where: Where, script: string): Promise<void>;
  daemon(side: Side, what: 'kill' | 'restart' | 'freeze'): Promise<void>;
  swanctl(side: Side, args: readonly string[]): Promise<void>;
  /** Brings the tunnel up from the left end; throws when it does not. */
  bringUp(): Promise<void>;
  /** Pings from left to right through the tunnel; resolves when all were sent, answered or not. */
  ping(options: {
    readonly count: number;
    readonly bytes?: number;
    readonly intervalSeconds?: number;
  }): Promise<void>;
  stop(): Promise<void>;
}
