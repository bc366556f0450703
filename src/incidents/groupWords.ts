// The words in which incidents of several tunnels are told: how many, which, what they share, what told of them.

import { sharePlace, shareText } from '../domain/share.js';
import type { Because, Happening, SeenState } from './events.js';
import type { Incident } from './incident.js';

/** `a, b, c and 37 more`. @param most how many names at most. */
export function tunnelNames(tunnels: readonly string[], most = 3): string {
  const more = tunnels.length - most;
  return more > 0 ? `${tunnels.slice(0, most).join(', ')} and ${more} more` : tunnels.join(', ');
}

/** The tunnel's name, or `40 tunnels`. */
export function tunnelsText(tunnels: readonly string[]): string {
  const [only, ...others] = tunnels;
  return only !== undefined && others.length === 0 ? only : `${tunnels.length} tunnels`;
}

type GroupHappening = Extract<
  Happening,
  { readonly kind: 'opened' | 'joined' | 'left' | 'merged' | 'merged-into' | 'alert' | 'looked' }
>;

/** `40 tunnels on hub ethernet1/3`, or the tunnel's name. */
export function incidentSubject({ tunnels, shares }: Pick<Incident, 'tunnels' | 'shares'>): string {
  return tunnels.length > 1 ? `${tunnelsText(tunnels)}${sharePlace(shares)}` : tunnelsText(tunnels);
}

const told = ['down', 'degraded', 'unknown', 'idle', 'disabled', 'up'] as const;

/** `38 down, 2 back up`; empty before anybody looked. */
export function membersText({ tunnels, seen }: Pick<Incident, 'tunnels' | 'seen'>): string {
  if (seen.length === 0) return '';
  const count = (state: SeenState['state']): number => seen.filter((one) => one.state === state).length;
  const unseen = tunnels.length - seen.length;
  return told
    .map((state) => ({ word: memberWords[state], found: count(state) + (state === 'unknown' ? unseen : 0) }))
    .filter(({ found }) => found > 0)
    .map(({ word, found }) => `${found} ${word}`)
    .join(', ');
}

const memberWords: Readonly<Record<SeenState['state'], string>> = {
  down: 'down',
  degraded: 'degraded',
  unknown: 'not known',
  idle: 'idle',
  disabled: 'disabled',
  up: 'back up',
};

/** As the rest of a sentence that begins with who did it. */
export function groupHappened(what: GroupHappening): string {
  switch (what.kind) {
    case 'opened': {
      const tunnels = [what.tunnel, ...(what.others ?? [])];
      const shared = what.shares ? ` that ${shareText(what.shares)}` : '';
      return `opened the incident for ${tunnelsText(tunnels)}${shared}${becauseText(what.because)}`;
    }
    case 'joined':
      return `added ${counted(what.tunnels)}${becauseText(what.because)}`;
    case 'left':
      return `gave ${counted(what.tunnels)} an incident of ${what.tunnels.length === 1 ? 'its' : 'their'} own: ${what.to}`;
    case 'merged':
      return `merged ${what.from} into it: ${counted(what.tunnels)}`;
    case 'merged-into':
      return `merged it into ${what.into}`;
    case 'alert':
      return `got the alert ${what.name} of ${what.source} ${what.status === 'firing' ? 'again' : 'as resolved'}: ${tunnelNames(what.tunnels)}`;
    case 'looked':
      return `looked: ${statesText(what.tunnels)}`;
  }
}

/** `, after the alert IPsecTunnelDown of Alertmanager`. */
function becauseText(because: Because | undefined): string {
  if (!because) return '';
  return because.kind === 'notice'
    ? ', after a notice'
    : `, after the alert ${because.name} of ${because.source}`;
}

function counted(tunnels: readonly string[]): string {
  return tunnels.length === 1 ? tunnelNames(tunnels) : `${tunnels.length} tunnels (${tunnelNames(tunnels)})`;
}

function statesText(seen: readonly SeenState[]): string {
  const byState = new Map<string, string[]>();
  for (const { state, tunnel } of seen) byState.set(state, [...(byState.get(state) ?? []), tunnel]);
  return [...byState]
    .map(([state, tunnels]) => `${counted(tunnels)} ${state === 'unknown' ? 'cannot tell' : state}`)
    .join('; ');
}
