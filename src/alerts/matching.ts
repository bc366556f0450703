// From an alert to the tunnels that it means: by the labels that name one, by addresses, by interfaces, by patterns; never by a guess.

import type { Expression } from '../domain/expression.js';
import { endsOf, type FleetEnd, type FleetTunnel, type FleetView } from '../fleet/fleetTunnel.js';
import { resolveName } from '../fleet/naming.js';
import { canonicalAddress } from '../fleet/pairing.js';
import type { Alert } from './alert.js';

/** Names of labels, the first that is there counts; names without regard to case. */
interface AlertLabels {
  readonly tunnel: readonly string[];
  readonly device: readonly string[];
  readonly interface: readonly string[];
  readonly peer: readonly string[];
}

export interface AlertMapping {
  readonly labels: AlertLabels;
  /** Tried on the name and on each text; the group `tunnel` names the tunnel. */
  readonly patterns: readonly Expression[];
}

/**
 * `one`: this tunnel. `all`: each of them, because the alert is about something that they share. `several`: one of them, and
 * nobody knows which. `none`: no tunnel.
 */
export interface AlertMatch {
  readonly kind: 'one' | 'all' | 'several' | 'none';
  readonly tunnels: readonly FleetTunnel[];
  /** A sentence without its point: what was taken for what. Holds text from outside. */
  readonly why: string;
}

export function matchAlert(alert: Alert, view: FleetView, mapping: AlertMapping): AlertMatch {
  const device = deviceOf(alert, view, mapping.labels);
  return (
    byTunnelLabel(alert, view, mapping.labels, device) ??
    byPattern(alert, view, mapping.patterns) ??
    byPeer(alert, view, mapping.labels, device) ??
    byInterface(alert, view, mapping.labels, device) ??
    byMention(alert, view, device) ??
    nothing(alert, device)
  );
}

interface Label {
  readonly name: string;
  readonly value: string;
}

interface NamedDevice extends Label {
  readonly device: string;
}

function labelOf({ labels }: Alert, names: readonly string[]): Label | null {
  const folded = new Map([...labels].map(([name, value]) => [name.toLowerCase(), { name, value }]));
  for (const name of names) {
    const found = folded.get(name.toLowerCase());
    if (found) return found;
  }
  return null;
}

/** `fw-paris`, `fw-paris:9116`, `fw-paris.corp.example`: the part before the port, whole or before the first dot. */
function deviceOf(alert: Alert, view: FleetView, { device: names }: AlertLabels): NamedDevice | null {
  const label = labelOf(alert, names);
  if (label === null) return null;
  const host = label.value
    .replace(/^https?:\/\//, '')
    .replace(/[:/].*$/, '')
    .toLowerCase();
  const device =
    view.devices.find((one) => one.toLowerCase() === host) ??
    view.devices.find((one) => one.toLowerCase() === host.replace(/\..*$/, ''));
  return device === undefined ? null : { ...label, device };
}

function byTunnelLabel(
  alert: Alert,
  view: FleetView,
  { tunnel: names }: AlertLabels,
  device: NamedDevice | null,
): AlertMatch | null {
  const label = labelOf(alert, names);
  if (label === null) return null;
  return named(label.value, view, device, `its label ${label.name} is "${label.value}"`);
}

/** Null when nothing is called so: another label may tell more. */
function named(text: string, view: FleetView, device: NamedDevice | null, why: string): AlertMatch | null {
  const ofDevice = device === null ? null : resolveName(`${device.device}/${text}`, view);
  const resolution = ofDevice !== null && 'found' in ofDevice ? ofDevice : resolveName(text, view);
  if ('found' in resolution) return { kind: 'one', tunnels: [resolution.found], why };
  if (!('several' in resolution)) return null;
  const exact = resolution.several.filter((tunnel) => isCalled(tunnel, text));
  const narrowed = device === null ? exact : exact.filter((tunnel) => isOn(tunnel, device.device));
  return narrowed.length === 0 ? null : oneOrSeveral(narrowed, why);
}

/** A part of a name is no name: only what is called so counts. */
function isCalled(tunnel: FleetTunnel, text: string): boolean {
  const wanted = text.toLowerCase();
  const names = [tunnel.name, ...tunnel.aliases, tunnel.ours.tunnel, tunnel.theirs?.tunnel ?? ''];
  const address = canonicalAddress(text);
  const isPeer = address !== null && peerOf(tunnel.ours) === address;
  return isPeer || names.some((name) => name.toLowerCase() === wanted);
}

function byPattern(alert: Alert, view: FleetView, patterns: readonly Expression[]): AlertMatch | null {
  for (const pattern of patterns) {
    for (const text of [alert.name, ...alert.texts]) {
      const tunnel = pattern.exec(text)?.groups?.tunnel;
      if (tunnel === undefined) continue;
      const found = named(tunnel, view, null, `the pattern ${pattern.source} finds "${tunnel}"`);
      if (found) return found;
    }
  }
  return null;
}

function byPeer(
  alert: Alert,
  view: FleetView,
  { peer: names }: AlertLabels,
  device: NamedDevice | null,
): AlertMatch | null {
  const label = labelOf(alert, names);
  const address = canonicalAddress(label?.value ?? null);
  if (label === null || address === null) return null;
  const fits = view.tunnels.filter((tunnel) =>
    endsOf(tunnel).some(
      (end) => peerOf(end) === address && (device === null || end.device === device.device),
    ),
  );
  if (fits.length === 0) return null;
  const why = `its label ${label.name} is the peer ${label.value}`;
  // Tunnels to one peer fail together: the alert is about the peer.
  return { kind: fits.length === 1 ? 'one' : 'all', tunnels: fits, why };
}

/** An interface means something on one device only. */
function byInterface(
  alert: Alert,
  view: FleetView,
  { interface: names }: AlertLabels,
  device: NamedDevice | null,
): AlertMatch | null {
  const label = labelOf(alert, names);
  if (label === null || device === null) return null;
  const wanted = label.value.toLowerCase();
  const where = `its labels name the interface ${label.value} of ${device.device}`;
  const ends = view.tunnels.flatMap((tunnel) =>
    endsOf(tunnel).flatMap((end) => (end.device === device.device ? [{ tunnel, end }] : [])),
  );
  const inner = ends.filter(
    ({ end }) => configOf(end)?.interface?.toLowerCase() === wanted || end.tunnel.toLowerCase() === wanted,
  );
  if (inner.length > 0)
    return oneOrSeveral(
      inner.map(({ tunnel }) => tunnel),
      where,
    );
  const outer = ends.filter(({ end }) => configOf(end)?.ike.localInterface?.toLowerCase() === wanted);
  if (outer.length === 0) return null;
  const tunnels = distinct(outer.map(({ tunnel }) => tunnel));
  return { kind: tunnels.length === 1 ? 'one' : 'all', tunnels, why: `${where}, by which they leave` };
}

/** Names and aliases as whole words in what the alert says; a name that is a part of a longer one that stands there does not count. */
function byMention(alert: Alert, view: FleetView, device: NamedDevice | null): AlertMatch | null {
  const said = [alert.name, ...alert.texts, ...alert.labels.values()].join('\n').toLowerCase();
  const mentioned = view.tunnels.flatMap((tunnel) => {
    const names = [tunnel.name, ...tunnel.aliases].filter((name) => holdsWord(said, name.toLowerCase()));
    return names.length === 0 ? [] : [{ tunnel, name: names[0] ?? '' }];
  });
  const longest = mentioned.filter(
    ({ name }) =>
      !mentioned.some(
        (other) => other.name !== name && other.name.toLowerCase().includes(name.toLowerCase()),
      ),
  );
  const onDevice = device === null ? longest : longest.filter(({ tunnel }) => isOn(tunnel, device.device));
  const kept = onDevice.length > 0 ? onDevice : longest;
  if (kept.length === 0) return null;
  return oneOrSeveral(
    kept.map(({ tunnel }) => tunnel),
    `it mentions ${kept
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', ')}`,
  );
}

const isPartOfName = /[\p{L}\p{N}_.-]/u;

function holdsWord(text: string, word: string): boolean {
  if (word.length < 3) return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    // A point behind a name ends the sentence.
    const ends =
      after === '.' ? !isPartOfName.test(text[at + word.length + 1] ?? ' ') : !isPartOfName.test(after);
    if (!isPartOfName.test(before) && ends) return true;
  }
  return false;
}

function nothing(alert: Alert, device: NamedDevice | null): AlertMatch {
  const labels = [...alert.labels.keys()].slice(0, 12).join(', ');
  const has = labels === '' ? 'it has no labels' : `its labels are ${labels}`;
  const why =
    device === null
      ? `no label, address, pattern or word of it names a tunnel; ${has}`
      : `it is about ${device.device} and names no tunnel of it; ${has}`;
  return { kind: 'none', tunnels: [], why };
}

function oneOrSeveral(found: readonly FleetTunnel[], why: string): AlertMatch {
  const tunnels = distinct(found);
  return { kind: tunnels.length === 1 ? 'one' : 'several', tunnels, why };
}

function distinct(tunnels: readonly FleetTunnel[]): readonly FleetTunnel[] {
  return [...new Map(tunnels.map((tunnel) => [tunnel.name, tunnel])).values()];
}

function isOn(tunnel: FleetTunnel, device: string): boolean {
  return endsOf(tunnel).some((end) => end.device === device);
}

function configOf({ config }: FleetEnd) {
  return config.known ? config.value : null;
}

function peerOf(end: FleetEnd): string | null {
  const peer = configOf(end)?.ike.peer;
  return peer?.kind === 'address' ? canonicalAddress(peer.address) : null;
}
