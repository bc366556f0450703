// Remembers how each end was set up while its tunnel was seen up; a row only when something differs from the last one.

import { createHash } from 'node:crypto';
import type { EvidenceKind, EvidenceScope, EvidenceTypes } from '../domain/device.js';
import type { KnownGood, KnownGoodVersion } from '../domain/knownGood.js';
import type { Observation } from '../domain/observation.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import { differencesOf, differencesText } from '../facts/differences.js';
import type { FleetEnd } from '../fleet/fleetTunnel.js';
import { goodOf, type Remembered, unknownLikeBefore } from './goodOf.js';
import { changeMark } from './marks.js';
import { isNegotiated, type Keys, keysOf, type Unproven, unprovenBy } from './negotiated.js';
import type { Mark } from './state.js';
import type { SweepListener, Swept, SweptEnd } from './swept.js';

export interface KnownGoodStore {
  /** Of one end, newest first. */
  versions(tunnel: string, device: string): Promise<readonly KnownGoodVersion[]>;
  /** The newest version of every tunnel of a device. */
  newest(device: string): Promise<readonly KnownGoodVersion[]>;
  /** Adds a version; the same one twice is one. The oldest of an end leave when there are too many. */
  keep(version: KnownGoodVersion): Promise<void>;
  /** The newest versions of these tunnels were seen up again. */
  seen(device: string, tunnels: readonly { readonly tunnel: string; readonly at: string }[]): Promise<void>;
  /** Keys were negotiated under the newest version. */
  negotiated(device: string, tunnel: string): Promise<void>;
}

export interface GoodKeeperParts {
  readonly store: () => Promise<KnownGoodStore>;
  /** Where what was seen to change is told to the history. */
  readonly mark: (marks: readonly Mark[]) => Promise<void>;
  /** What is remembered of a device, without asking it. */
  readonly peek: <K extends EvidenceKind>(
    device: string,
    kind: K,
    scope: EvidenceScope,
  ) => Observation<EvidenceTypes[K]> | null;
}

/** One end as it was last kept. */
interface Kept {
  readonly digest: string;
  readonly good: KnownGood;
  /** Null: keys were negotiated under it. */
  readonly unproven: Unproven | null;
  /** Of the configuration that it was made of: the same object needs no second look. */
  readonly config: TunnelConfig | null;
  /** ISO 8601 UTC: when the configuration was last read like that, and the keys that stood then. */
  readonly readAt: string;
  readonly keys: Keys | null;
  readonly seenAt: string;
}

interface KeptDevice {
  readonly ends: Map<string, Kept>;
  /** ISO 8601 UTC: when the last looks were written down, and when it was swept. */
  writtenAt: string;
  sweptAt: string;
}

const staleMs = 600_000;
/** The last look that found it up is written down at this pace, and at once when it is up no longer, or again. */
const writtenEveryMs = 300_000;

export function createGoodKeeper({ store, mark, peek }: GoodKeeperParts): SweepListener {
  const devices = new Map<string, KeptDevice>();

  /** After a pause another replica may have kept something newer. */
  async function device(name: string, at: string, from: KnownGoodStore): Promise<KeptDevice> {
    const known = devices.get(name);
    if (known && Date.parse(at) - Date.parse(known.sweptAt) < staleMs) {
      known.sweptAt = at;
      return known;
    }
    const versions = await from.newest(name);
    const ends = new Map(versions.map((one) => [one.tunnel, keptOf(one)]));
    const loaded = { ends, writtenAt: known?.writtenAt ?? at, sweptAt: at };
    devices.set(name, loaded);
    return loaded;
  }

  async function look(
    swept: Swept,
    end: SweptEnd,
    before: Kept | null,
    into: KnownGoodStore,
  ): Promise<Kept | null> {
    const own = endOn(end, swept.device);
    if (own === null || !own.config.known || own.config.value.fromRuntime) return before;
    const { value: config, source } = own.config;
    const remembered = rememberedOf(swept, own);
    const now = unknownLikeBefore(goodOf(config, remembered), before?.good ?? null);
    const digest = before?.config === config && sameAround(now, before.good) ? before.digest : digestOf(now);
    const keys = keysOf(end.row);
    const read = { config, readAt: source.at, seenAt: swept.at };
    if (before?.digest === digest) {
      const next = { ...before, ...read, keys: before.readAt === source.at ? (before.keys ?? keys) : keys };
      const unproven = before.unproven && { ...before.unproven, keys: before.unproven.keys ?? keys };
      if (!unproven || !isNegotiated(unproven, keys)) return { ...next, unproven };
      await into.negotiated(swept.device, end.tunnel.name);
      return { ...next, unproven: null };
    }
    // Read before it came up: it may be the one that had broken it.
    if (source.at < end.watched.since) return before;
    const since = before && { at: before.readAt, keys: before.keys };
    const unproven = before && since ? unprovenBy(before.good, now, since, keys) : null;
    await into.keep({
      tunnel: end.tunnel.name,
      device: swept.device,
      from: swept.at,
      last: swept.at,
      negotiated: unproven === null,
      good: now,
    });
    const texts = before ? differencesText(differencesOf(before.good, now), own.tunnel) : '';
    const where = { tunnel: end.tunnel.name, device: swept.device, at: swept.at };
    if (texts !== '') await mark([changeMark(where, texts)]);
    return { digest, good: now, unproven, ...read, keys };
  }

  function rememberedOf(swept: Swept, own: FleetEnd): Remembered {
    if (!own.config.known) return { at: swept.at, unit: swept.unit, identity: null, live: null, path: null };
    const scope = { tunnel: own.config.value };
    return {
      at: swept.at,
      unit: swept.unit,
      identity: peek(swept.device, 'identity', {}),
      live: peek(swept.device, 'live', scope),
      path: peek(swept.device, 'path', scope),
    };
  }

  return {
    name: 'known-good',
    async swept(swept, signal) {
      const into = await store();
      const known = await device(swept.device, swept.at, into);
      for (const end of swept.ends) {
        if (signal.aborted) return;
        if (end.row.state !== 'up' || end.watched.state !== 'up') continue;
        const next = await look(swept, end, known.ends.get(end.tunnel.name) ?? null, into);
        if (next) known.ends.set(end.tunnel.name, next);
      }
      const isDue = Date.parse(swept.at) - Date.parse(known.writtenAt) >= writtenEveryMs;
      const changed = swept.changes.filter(({ from, to }) => from === 'up' || to === 'up');
      const atOnce = new Set(changed.map(({ tunnel }) => tunnel));
      const since = known.writtenAt;
      const due = [...known.ends].filter(
        ([tunnel, one]) => atOnce.has(tunnel) || (isDue && one.seenAt > since),
      );
      if (isDue) known.writtenAt = swept.at;
      if (due.length > 0)
        await into.seen(
          swept.device,
          due.map(([tunnel, { seenAt }]) => ({ tunnel, at: seenAt })),
        );
    },
  };
}

function endOn({ tunnel }: SweptEnd, device: string): FleetEnd | null {
  return [tunnel.ours, tunnel.theirs].find((end) => end?.device === device) ?? null;
}

function keptOf(version: KnownGoodVersion): Kept {
  return {
    digest: digestOf(version.good),
    good: version.good,
    // Which phase changed is not kept: a rekey of the child proves it.
    unproven: version.negotiated ? null : { at: version.from, keys: null, phases: ['child'] },
    config: null,
    readAt: version.last,
    keys: null,
    seenAt: version.last,
  };
}

/** All but the settings, which belong to the configuration. */
function sameAround(a: KnownGood, b: KnownGood): boolean {
  const around = ({ inUse, routeToPeer, software, unit, form }: KnownGood) =>
    JSON.stringify([inUse.ike, inUse.child, inUse.peerId, routeToPeer, software, unit, form]);
  return around(a) === around(b);
}

/** The database gives JSON back with its keys in an order of its own. */
function digestOf({ form, settings, objects, inUse, routeToPeer, software, unit }: KnownGood): string {
  const parts = [
    form,
    settings.map(({ name, child, value }) => [name, child, value]),
    objects,
    [inUse.ike, inUse.child, inUse.peerId],
    [routeToPeer, software, unit],
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
