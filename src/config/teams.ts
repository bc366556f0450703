// What the settings file says of the teams that hand shifts over.

import { resolve } from 'node:path';
import type { WebProxy } from '../support/proxy.js';
import type { SecretReference } from '../support/settingKinds.js';
import type { Place } from './deviceSettings.js';
import { invalid } from './invalid.js';
import type { SettingsFile } from './schema.js';
import { type Secret, secretFrom } from './secret.js';

/** A team that hands shifts over. */
export interface TeamSettings {
  readonly name: string;
  /** Slack channel id; null when its handoffs are only asked for, never posted. */
  readonly channel: string | null;
  /** IANA. */
  readonly zone: string;
  /** Local times at which a shift begins, ascending. */
  readonly starts: readonly string[];
  /** Who begins at that time: Slack user or user group ids, to be mentioned. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  /** Who is on call by a calendar; null when only the shifts say it. */
  readonly calendar: {
    /** Absolute path, or the address, which may hold a token. */
    readonly source: { readonly file: string } | { readonly url: Secret; readonly proxy: WebProxy | null };
    readonly people: Readonly<Record<string, readonly string[]>>;
  } | null;
  /** Patterns; empty means every tunnel. */
  readonly tunnels: readonly string[];
  /** Whether whoever is on call is mentioned when an incident opens, and owns it until somebody takes it. */
  readonly onCall: { readonly mention: boolean; readonly own: boolean };
}

export function readTeam(
  name: string,
  team: SettingsFile['teams'][string],
  settings: SettingsFile,
  place: Place,
): TeamSettings {
  const starts = team.shifts.map((shift) => shift.start);
  const double = starts.find((start, index) => starts.indexOf(start) !== index);
  if (double !== undefined) {
    throw invalid(
      place.file,
      place.lineOf(['teams', name, 'shifts']),
      `two shifts of "${name}" begin at ${double}`,
      '',
    );
  }
  return {
    name,
    channel: team.channel ?? null,
    zone: team.timeZone ?? settings.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    starts: starts.toSorted(),
    people: Object.fromEntries(team.shifts.map((shift) => [shift.start, shift.people])),
    calendar: readCalendar(name, team.calendar, place),
    tunnels: team.tunnels,
    onCall: team.onCall,
  };
}

function readCalendar(
  name: string,
  calendar: SettingsFile['teams'][string]['calendar'],
  { folder, environment }: Place,
): TeamSettings['calendar'] {
  if (calendar === undefined) return null;
  const { url, file, proxy, people } = calendar;
  if (url !== undefined) {
    const what = `the calendar of team ${name}`;
    const secret = (reference: SecretReference, whose: string) =>
      secretFrom(reference, whose, folder, environment);
    return {
      source: {
        url: secret(url, what),
        proxy: proxy
          ? { url: proxy.url, login: proxy.login ? secret(proxy.login, `the proxy of ${what}`) : null }
          : null,
      },
      people,
    };
  }
  return { source: { file: resolve(folder, file ?? '') }, people };
}
