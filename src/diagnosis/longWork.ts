// Computations that grow with what people send; a service does them beside its event loop, so that nobody else waits for them.

import type { LogReading } from '../domain/log.js';
import { type Scrubbed, scrub } from '../domain/secrets/index.js';
import type { FleetTunnel } from '../fleet/fleetTunnel.js';
import type { ReadOptions } from '../logs/readLines.js';
import { readPasted } from '../logs/readLog.js';
import { isConfigText, readTheirConfig, type TheirConfig } from './given/theirConfig.js';
import { type GivenReading, readGivenLog } from './given/theirLog.js';

/** Arguments and results are data, so that they can be handed to another thread. */
export interface LongWork {
  scrub(text: string): Promise<Scrubbed>;
  /** A log of which nothing else is known, without the secrets in it. */
  readPastedLog(text: string, options: ReadOptions): Promise<LogReading>;
  readGivenLog(text: string, tunnel: FleetTunnel, named: string | null): Promise<GivenReading>;
  isConfigText(text: string): Promise<boolean>;
  readGivenConfig(text: string, tunnel: FleetTunnel, named: string | null): Promise<TheirConfig>;
}

/** Here and now: for one question in the terminal. */
export const inPlace: LongWork = {
  scrub: async (text) => scrub(text),
  readPastedLog: (text, options) => readPasted(scrub(text).text, options),
  readGivenLog: async (text, tunnel, named) => readGivenLog(text, tunnel, named),
  isConfigText: async (text) => isConfigText(text),
  readGivenConfig: async (text, tunnel, named) => readTheirConfig(text, tunnel, named),
};
