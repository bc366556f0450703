// What can happen to a fleet in the course of a day, as plain data, each with its moment.
import type { Fault } from '../model/fault.js';

export type DayEvent =
  /** `by`: the administrator who commits it, where the fault is one of configuration. */
  | { readonly what: 'fault'; readonly pair: string; readonly fault: Fault; readonly by?: string }
  | { readonly what: 'mend'; readonly pair: string; readonly fault: Fault; readonly by?: string }
  /** The hosts behind both ends stop sending, or send again. */
  | { readonly what: 'quiet'; readonly pair: string; readonly quiet: boolean }
  /** The line of a firewall to the world: nothing passes in either direction, or everything again. */
  | { readonly what: 'line'; readonly firewall: string; readonly works: boolean }
  /** The outside interface of a firewall loses its link, or has it again: as its line, and the device itself says so. */
  | { readonly what: 'link'; readonly firewall: string; readonly up: boolean }
  /** The two units of a pair change roles; the keys are synchronized, the counters are not. */
  | { readonly what: 'failover'; readonly firewall: string }
  /** Off for so long, then without SAs; of a pair, the mate takes over at once. */
  | { readonly what: 'restart'; readonly firewall: string; readonly seconds: number }
  /** The device clock is moved, forward or back. What was logged before keeps its time. */
  | { readonly what: 'clock'; readonly firewall: string; readonly seconds: number }
  /** The management address takes connections and closes them; the tunnels do not care. */
  | { readonly what: 'silent'; readonly firewall: string; readonly seconds: number }
  /** A commit, or a push of a template, that changes no tunnel. */
  | { readonly what: 'commit'; readonly firewall: string; readonly by: string };

export interface DayStep {
  /** Seconds of simulated time after the call that schedules it. */
  readonly afterSeconds: number;
  readonly event: DayEvent;
}
