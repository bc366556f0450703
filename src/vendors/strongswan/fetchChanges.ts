// What was loaded into the daemon anew, from its log: connections and keys, without who did it, which charon does not know.

import type { ChangeHistory, ConfigChange, EvidenceScope } from '../../domain/device.js';
import type { LogLine, LogWindow } from '../../domain/log.js';
import { gap, known, type Observation, type Source } from '../../domain/observation.js';
import { type Outcome, success } from '../outcome.js';

/**
 * As charon's vici plugin prints them (libstrongswan-vici.so of 5.9 and 6.0; `added` stands in our recordings). `updated` is also
 * printed of a connection whose settings are the same.
 */
const connection = /\b(added|updated|replaced) vici connection: (.+?)\s*$/;
const keys = /\b(?:un)?loaded \w+ shared key\b|\bloaded \w+ private key\b/;
const started = /Starting (?:IKE )?charon|Starting strongSwan/;

/** What a daemon reads while it starts belongs to its start. */
const startingMs = 10_000;
/** A log that was only listened to for a shorter time cannot say that nothing was loaded. */
const shortestMs = 3_600_000;

function isAboutLoading({ text }: LogLine): boolean {
  return connection.test(text) || keys.test(text) || started.test(text);
}

const dayMs = 24 * 3_600_000;

/** The last day, or since `from`. */
export async function fetchChanges(
  { device, request, now }: { readonly device: string; readonly request: string; readonly now: Date },
  scope: EvidenceScope,
  readLog: (scope: EvidenceScope, keep: (line: LogLine) => boolean) => Promise<Outcome<LogWindow>>,
): Promise<Outcome<ChangeHistory>> {
  const from = scope.from ?? new Date(now.getTime() - dayMs).toISOString();
  const log = await readLog({ from }, isAboutLoading);
  if (!log.ok) return log;
  const source = { device, request, at: now.toISOString(), fromCache: false, calls: 0 };
  return success(changesOf(log.value, source, now.getTime()));
}

/** @param now milliseconds */
function changesOf(window: LogWindow, source: Source, now: number): ChangeHistory {
  const loads = loadsOf(window.lines);
  const { device, request, at } = source;
  const begins = window.from === null ? null : Date.parse(window.from);
  const isShort = window.truncated || (begins !== null && now - begins < shortestMs);
  const commits: Observation<readonly ConfigChange[]> =
    isShort && loads.length === 0
      ? gap({
          reason: 'not-configured',
          says: `The log of ${device} is known only for a short time; it shows no reload.`,
          remedy: 'Name the log file of this daemon (log) in our configuration.',
          device,
          request,
          at,
        })
      : known(loads, source);
  return {
    // An edit of swanctl.conf changes nothing until it is loaded.
    edits: known([], source),
    commits,
    pending: gap({
      reason: 'not-supported',
      says: 'charon does not tell whether swanctl.conf was changed since it was loaded.',
      remedy: 'Compare `swanctl --list-conns` with swanctl.conf on the host.',
      device,
      request,
      at,
    }),
  };
}

function loadsOf(lines: readonly LogLine[]): readonly ConfigChange[] {
  const loads: ConfigChange[] = [];
  let startedAt = Number.NEGATIVE_INFINITY;
  for (const { at, text } of lines) {
    if (at === null) continue;
    const ms = Date.parse(at);
    if (started.test(text)) startedAt = ms;
    if (ms - startedAt < startingMs) continue;
    const [, how, name] = connection.exec(text) ?? [];
    if (how !== undefined && name !== undefined)
      loads.push({ kind: 'reload', at, who: '', command: how, path: `connection ${name}` });
    else if (keys.test(text) && !isSame(loads.at(-1), at))
      loads.push({ kind: 'reload', at, who: '', command: 'loaded', path: 'keys', keys: true });
  }
  return loads;
}

/** Several keys are loaded by one command. */
function isSame(last: ConfigChange | undefined, at: string): boolean {
  return last?.keys === true && Date.parse(at) - Date.parse(last.at) < startingMs;
}
