// What every Device must keep, whatever its vendor: one suite of sentences. A vendor adds a test file that brings a subject and calls `keepsTheContract`.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CallContext,
  Device,
  EvidenceKind,
  EvidenceScope,
  EvidenceTypes,
} from '../../src/domain/device.js';
import type { Gap, Observation } from '../../src/domain/observation.js';
import type { TunnelConfig } from '../../src/domain/tunnelConfig.js';
import { readXml } from '../../src/vendors/panos/xml.js';
import { vendors } from '../../src/vendors/registry.js';

/** A device with something real behind it (a simulated firewall, a recorded daemon), and the ways to disturb that. */
export interface ContractSubject {
  readonly device: Device;
  /** Names of configured tunnels: one whose SAs are up, one that is down. */
  readonly up: string;
  readonly down: string;
  /** False with a reason in the subject's comment: the vendor cannot tell an absent tunnel from one without SA in the same number of calls. */
  readonly tellsAbsentTunnels: boolean;
  /** False with a reason in the subject's comment: the vendor shows no SPIs in its state; they are null there, never empty. */
  readonly tellsSpis: boolean;
  /** Texts that must never be part of an answer: API keys, pre-shared keys, passwords. */
  readonly secrets: readonly string[];
  /** Requests that the other side understood as a change; empty for a device that only reads. */
  changesSeen(): readonly string[];
  /** The most calls that were being answered at one time, and how many may be. */
  concurrency(): { readonly seen: number; readonly allowed: number };
  /** From now on the other side takes requests and never answers. */
  hang(): Promise<void>;
  /** From now on nothing listens. */
  disappear(): Promise<void>;
  /** From now on replies are no replies. */
  talkNonsense(): Promise<void>;
  restore(): Promise<void>;
  stop(): Promise<void>;
}

/** Every kind of evidence there is; a kind that is missing here does not compile. */
const kinds = Object.keys({
  identity: 0,
  clock: 0,
  uptime: 0,
  ha: 0,
  inventory: 0,
  overview: 0,
  sweep: 0,
  certificates: 0,
  changes: 0,
  drops: 0,
  live: 0,
  path: 0,
  log: 0,
} satisfies Record<EvidenceKind, 0>) as EvidenceKind[];

const isoUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function withinMs(milliseconds: number, signal: AbortSignal = new AbortController().signal): CallContext {
  return { signal, deadlineAt: new Date(Date.now() + milliseconds).toISOString() };
}

/** Whether a request as it was sent is one that is listed with holes for names. */
function isFrom(asked: string, listed: string): boolean {
  const parts = listed.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`).test(asked);
}

export function keepsTheContract(vendor: string, start: () => Promise<ContractSubject>): void {
  describe(`a ${vendor} device`, () => {
    let subject: ContractSubject;
    let device: Device;
    let inventory: readonly TunnelConfig[] = [];

    beforeAll(async () => {
      subject = await start();
      device = subject.device;
      inventory = await value('inventory');
    });
    afterAll(async () => {
      await device.close();
      await subject.stop();
    });

    async function value<K extends EvidenceKind>(
      kind: K,
      scope: EvidenceScope = {},
    ): Promise<EvidenceTypes[K]> {
      const answer = await device.fetch(kind, scope, withinMs(15_000));
      if (!answer.known) throw new Error(`${kind}: ${answer.says}`);
      return answer.value;
    }
    function configOf(name: string): TunnelConfig {
      const found = inventory.find((tunnel) => tunnel.tunnel === name);
      if (!found) throw new Error(`${name} is not in the inventory`);
      return found;
    }
    function expectSpi(spi: string | null): void {
      if (subject.tellsSpis) expect(spi).toMatch(/^[0-9a-f]{8}$/);
      else expect(spi).toBeNull();
    }
    const scopeOf = (): EvidenceScope => ({ tunnel: configOf(subject.up) });
    async function everything(frame: () => CallContext): Promise<readonly Observation<unknown>[]> {
      return Promise.all(kinds.map((kind) => device.fetch(kind, scopeOf(), frame())));
    }
    function gaps(answers: readonly Observation<unknown>[]): readonly Gap[] {
      return answers.filter((answer): answer is Gap => !answer.known);
    }

    it('carries its name and vendor on every configuration', () => {
      expect(device.vendor).toBe(vendor);
      for (const tunnel of inventory) expect([tunnel.device, tunnel.vendor]).toEqual([device.name, vendor]);
    });

    it('answers the kinds that its vendor says it tells, each from requests that it lists', async () => {
      const [declared] = vendors.filter(({ name }) => name === vendor);
      const { tells, sends } = declared ?? { tells: null, sends: [] };
      for (const kind of kinds) {
        const told = tells?.[kind] ?? { gap: 'the vendor is not registered' };
        if ('gap' in told) {
          expect(device.answers, kind).not.toContain(kind);
          expect(told.gap).toMatch(/^[A-Z`].*\.$/);
          continue;
        }
        expect(device.answers, kind).toContain(kind);
        for (const request of told.from) expect(sends, kind).toContain(request);
        expect(told.from.length > 0 || told.besides !== undefined, kind).toBe(true);
        const answer = await device.fetch(kind, scopeOf(), withinMs(15_000));
        const asked = answer.known ? answer.source.request.split(/[;,] /) : [];
        const unsaid = asked.filter(
          (one) =>
            sends.some((listed) => isFrom(one, listed)) && !told.from.some((listed) => isFrom(one, listed)),
        );
        expect(unsaid, `${kind} is also read from`).toEqual([]);
      }
    });

    it('answers every kind that it declares, with a filled source', async () => {
      for (const kind of device.answers) {
        const answer = await device.fetch(kind, scopeOf(), withinMs(15_000));
        if (!answer.known) throw new Error(`${kind}: ${answer.says}`);
        expect(answer.source.device).toBe(device.name);
        expect(answer.source.request, kind).not.toBe('');
        expect(answer.source.at).toMatch(isoUtc);
        expect(answer.source.calls).toBeGreaterThanOrEqual(0);
      }
    });

    it('answers other kinds with a gap, without a call', async () => {
      const before = device.callCount();
      for (const kind of kinds.filter((one) => !device.answers.includes(one))) {
        const answer = await device.fetch(kind, scopeOf(), withinMs(15_000));
        expect(answer).toMatchObject({ known: false, reason: 'not-supported', device: device.name });
      }
      expect(device.callCount()).toBe(before);
    });

    it('counts its calls', async () => {
      const before = device.callCount();
      await value('live', scopeOf());
      expect(device.callCount()).toBeGreaterThan(before);
    });

    it('lists a tunnel that is down, and gives every tunnel at least one child', () => {
      expect(inventory.map((tunnel) => tunnel.tunnel)).toEqual(
        expect.arrayContaining([subject.up, subject.down]),
      );
      for (const tunnel of inventory) expect(tunnel.children.length, tunnel.tunnel).toBeGreaterThan(0);
    });

    it('explains each setting of phase 1 that it cannot tell', () => {
      for (const { ike, unreadable, tunnel } of inventory) {
        if (ike.proposals === null)
          expect(unreadable['ike.proposals'] ?? unreadable.gateway, tunnel).toBeTruthy();
        if (ike.auth === null) expect(unreadable['ike.auth'] ?? unreadable.gateway, tunnel).toBeTruthy();
      }
    });

    it('names where settings are found', () => {
      for (const tunnel of inventory)
        expect(Object.values(tunnel.places).join('')).toContain(tunnel.ike.name);
    });

    it('has an overview row for each tunnel of the inventory, once', async () => {
      const overview = await value('overview');
      expect(overview.map((row) => row.tunnel).toSorted()).toEqual(
        inventory.map((one) => one.tunnel).toSorted(),
      );
      expect(overview.find((row) => row.tunnel === subject.up)?.state).toBe('up');
      expect(['down', 'idle', 'unknown']).toContain(
        overview.find((row) => row.tunnel === subject.down)?.state,
      );
      for (const row of overview) expect(row.basis, row.tunnel).not.toBe('');
    });

    it('sweeps: a row for each tunnel of the inventory, once, with the state of the overview', async () => {
      // What would cost more than a look may is left to the next one.
      await value('sweep');
      const [{ rows }, overview] = [await value('sweep'), await value('overview')];
      const states = (all: readonly { readonly tunnel: string; readonly state: string }[]) =>
        all.map(({ tunnel, state }) => `${tunnel} ${state}`).toSorted();
      expect(states(rows)).toEqual(states(overview));
      const up = rows.find((row) => row.tunnel === subject.up);
      expect(up?.children.map((child) => child.name)).toEqual(
        configOf(subject.up).children.map((child) => child.name),
      );
      expect(up?.ike?.id).toBeTruthy();
      for (const child of up?.children ?? []) {
        expect(child.state).toBe('up');
        expectSpi(child.spiIn);
        expect(child.expiresAt, child.name).toMatch(isoUtc);
      }
      const down = rows.find((row) => row.tunnel === subject.down);
      expect(down?.children.every((child) => child.state === 'no-sa')).toBe(true);
    });

    it('sweeps again with no more than two calls, and shows the same SAs', async () => {
      const spis = (rows: EvidenceTypes['sweep']['rows']) =>
        rows.flatMap((row) => row.children.map((child) => `${row.tunnel} ${child.name} ${child.spiIn}`));
      const first = await value('sweep');
      for (let again = 0; again < 3; again += 1) {
        const before = device.callCount();
        const next = await value('sweep');
        expect(device.callCount() - before).toBeLessThanOrEqual(2);
        expect([next.unit, spis(next.rows)]).toEqual([first.unit, spis(first.rows)]);
      }
    });

    it('shows the SAs of a tunnel that is up', async () => {
      const live = await value('live', scopeOf());
      expect(live.tunnel).toBe(subject.up);
      expect(live.ike.some((sa) => sa.state === 'established')).toBe(true);
      const installed = live.children.filter((child) => child.state === 'installed');
      expect(installed.length).toBeGreaterThan(0);
      expect(new Set(installed.map((child) => child.id)).size).toBe(installed.length);
      for (const child of installed) {
        expectSpi(child.spiIn);
        expectSpi(child.spiOut);
      }
      expect(live.missingChildren).toEqual([]);
    });

    it('lets two looks be subtracted', async () => {
      const earlier = await value('live', scopeOf());
      const later = await value('live', { ...scopeOf(), earlier });
      expect(Date.parse(later.at)).toBeGreaterThanOrEqual(Date.parse(earlier.at));
      const after = new Map(later.children.map((child) => [child.id, child.counters]));
      for (const { id, counters } of earlier.children) {
        const same = after.get(id);
        if (!counters || !same) continue;
        expect([same.scope, same.identity]).toEqual([counters.scope, counters.identity]);
        expect((same.bytesIn ?? 0n) >= (counters.bytesIn ?? 0n)).toBe(true);
      }
    });

    it('answers a tunnel that is down with what is missing, not with a gap', async () => {
      const live = await value('live', { tunnel: configOf(subject.down) });
      expect(live.children.some((child) => child.state === 'installed')).toBe(false);
      expect(live.missingChildren.length).toBeGreaterThan(0);
    });

    it('says that an unknown tunnel is not present, or where it cannot tell that, shows nothing for it', async () => {
      const unknown = { ...configOf(subject.down), tunnel: 'no-such-tunnel', interface: null };
      const strange = {
        ...unknown,
        ike: { ...unknown.ike, name: 'no-such-gateway' },
        children: unknown.children.map((child) => ({ ...child, name: 'no-such-child' })),
      };
      const answer = await device.fetch('live', { tunnel: strange }, withinMs(15_000));
      if (!answer.known) expect(answer.reason).toBe('not-present');
      else {
        expect(subject.tellsAbsentTunnels, 'the vendor declares that it cannot tell').not.toBe(true);
        expect([answer.value.ike, answer.value.children]).toEqual([[], []]);
      }
    });

    it('gives log lines in the asked range, oldest first, in UTC, no more than the limit', async () => {
      const from = new Date(Date.now() - 6 * 3_600_000).toISOString();
      const window = await value('log', { tunnel: configOf(subject.down), from, limit: 5 });
      expect(window.lines.length).toBeLessThanOrEqual(5);
      const times = window.lines.flatMap((line) => (line.at === null ? [] : [line.at]));
      for (const at of times) expect(at).toMatch(isoUtc);
      expect(times).toEqual(times.toSorted());
      for (const at of times) expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(from) - 120_000);
    });

    it('never lets a secret into an answer', async () => {
      const answers = await everything(() => withinMs(15_000));
      const all = JSON.stringify([answers, inventory], (_, part) =>
        typeof part === 'bigint' ? String(part) : part,
      );
      for (const secret of subject.secrets) expect(all.includes(secret)).toBe(false);
    });

    it('captures each of its requests once, as files that can be read and hold no secret', async () => {
      const reads: string[] = [];
      for await (const { read, form, reply } of device.capture(withinMs(60_000))) {
        reads.push(read);
        if (!reply.known) continue;
        if (form === 'json') expect(() => JSON.parse(reply.value) as unknown).not.toThrow();
        if (form === 'xml') expect(() => readXml(reply.value)).not.toThrow();
        for (const secret of subject.secrets) expect(reply.value.includes(secret), read).toBe(false);
      }
      expect(reads.length).toBeGreaterThan(3);
      expect(new Set(reads).size).toBe(reads.length);
      expect(subject.changesSeen()).toEqual([]);
    });

    it('sends reads only, and few at a time', async () => {
      await everything(() => withinMs(15_000));
      await Promise.all(Array.from({ length: 10 }, () => device.fetch('live', scopeOf(), withinMs(15_000))));
      expect(subject.changesSeen()).toEqual([]);
      const { seen, allowed } = subject.concurrency();
      expect(seen).toBeLessThanOrEqual(allowed);
    });

    it.each([
      ['was aborted', () => withinMs(15_000, AbortSignal.abort())],
      ['is past its deadline', () => withinMs(-1_000)],
    ])('makes no call for a question that %s before it begins', async (_, frame) => {
      const before = device.callCount();
      const answers = await everything(frame);
      expect(device.callCount()).toBe(before);
      for (const answer of gaps(answers)) expect(['timeout', 'not-supported']).toContain(answer.reason);
    });

    it('leaves when it is aborted, though the other side hangs', async () => {
      await subject.hang();
      const leave = new AbortController();
      const aborted = device.fetch('live', scopeOf(), withinMs(60_000, leave.signal));
      setTimeout(() => leave.abort(), 50);
      expect(await aborted).toMatchObject({ known: false, reason: 'timeout' });
      await subject.restore();
    });

    it('leaves when its deadline comes, though the other side hangs', async () => {
      await subject.hang();
      const leave = new AbortController();
      const asked = device.fetch('live', scopeOf(), withinMs(200, leave.signal));
      const muchLater = new Promise<'still waiting'>((resolve) =>
        setTimeout(() => resolve('still waiting'), 4_000),
      );
      const first = await Promise.race([asked, muchLater]);
      leave.abort();
      await asked;
      await subject.restore();
      expect(first).toMatchObject({ known: false, reason: 'timeout' });
    });

    it('turns nonsense into gaps that say what to do, and never throws', async () => {
      await subject.talkNonsense();
      const answer = await device.fetch('live', scopeOf(), withinMs(10_000));
      await subject.restore();
      expect(answer.known).toBe(false);
      for (const { says, remedy, device: name, at } of gaps([answer])) {
        expect(says).toMatch(/^[A-Z].*\.$/s);
        expect(remedy).toMatch(/^[A-Z].*\.$/s);
        expect([name, at]).toEqual([device.name, expect.stringMatching(isoUtc)]);
      }
    });

    it('says that the device is unreachable when nothing listens, and works again afterwards', async () => {
      await subject.disappear();
      const answer = await device.fetch('live', scopeOf(), withinMs(10_000));
      expect(answer).toMatchObject({ known: false, reason: 'unreachable' });
      await subject.restore();
      await expect
        .poll(async () => (await device.fetch('live', scopeOf(), withinMs(10_000))).known, {
          timeout: 60_000,
        })
        .toBe(true);
    });

    it('can be closed twice', async () => {
      await device.close();
      await expect(device.close()).resolves.toBeUndefined();
    });
  });
}
