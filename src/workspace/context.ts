// What every part of the server is given: the state, the clock, the recorder, the faults and the way to the app.
import type { Delivery } from './delivery.js';
import type { Faults } from './faults.js';
import type { Fields } from './model.js';
import type { Recorder } from './record.js';
import type { Tickets } from './tickets.js';
import type { ViewStore } from './view-store.js';
import type { World } from './world.js';

export interface Context {
  world: World;
  views: ViewStore;
  tickets: Tickets;
  recorder: Recorder;
  faults: Faults;
  delivery: Delivery;
  manifest: ManifestFacts;
  botToken: string;
  appToken: string;
  teamName: string;
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  baseUrl: string;
  newConnectionUrl(): string;
  now(): number;
  enforceRateLimits: boolean;
}

/** What the manifest says, as far as the workspace acts on it. */
export interface ManifestFacts {
  appName: string;
  commands: Array<{ command: string; description: string; usageHint: string; escapes: boolean }>;
  shortcuts: Array<{ name: string; type: 'message' | 'global'; callbackId: string; description: string }>;
  /** Undefined when no manifest was given: then every scope is granted and every event is sent. */
  scopes?: ReadonlySet<string>;
  events?: ReadonlySet<string>;
  /** It has an agent view; true without a manifest. */
  isAgent: boolean;
}

/** One call of the Web API, as the methods see it. */
interface Call {
  args: Fields;
  context: Context;
}

export type Method = (call: Call) => Fields;
