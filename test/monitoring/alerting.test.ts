// A real Prometheus sees a fault in the service's own metrics, a real Alertmanager posts it: the incident opens, its verdict is right, and it is over when the fault is.

import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import { type Incident, incidentFrom } from '../../src/incidents/incident.js';
import { Alertmanager } from './alertmanager.js';
import { Prometheus } from './prometheus.js';

/** Several waits, each of which may take long on a machine that is busy. */
vi.setConfig({ testTimeout: 180_000 });

const wrongProfile = { kind: 'ike-proposal-mismatch', end: 'left', form: 'dh' } as const;

let demo: RunningDemo;
let alertmanager: Alertmanager;
let prometheus: Prometheus;
beforeAll(async () => {
  demo = await startDemo({ port: 0, say: () => undefined, story: [] });
  const { url, tokenFile } = demo.alerts;
  alertmanager = await Alertmanager.start({ url: `${url}/alertmanager`, secretFile: tokenFile });
  alertmanager.silence('tunnel=warehouse');
  prometheus = await Prometheus.start(demo.metrics.url, demo.metrics.tokenFile, {
    rules: atOnce(),
    alertmanager: alertmanager.url,
  });
});
afterAll(async () => {
  await prometheus?.stop();
  await alertmanager?.stop();
  await demo?.close();
});

/** The rules that the page shows, without their patience. */
function atOnce(): string {
  const path = join(tmpdir(), `tunnelmedic-rules-${process.pid}.yml`);
  writeFileSync(path, readFileSync('docs/monitoring/rules.yml', 'utf8').replace(/for: \w+/g, 'for: 0s'));
  return path;
}

const open = async (): Promise<readonly Incident[]> =>
  (await (await demo.stores()).incidents.list({ open: true, limit: 100 })).map(incidentFrom);
const of = async (tunnel: string): Promise<Incident | undefined> =>
  (await open()).find(({ tunnels }) => tunnels.includes(tunnel));
const until = <T>(look: () => Promise<T>, what: string) => prometheus.until(look, what);

describe('Alertmanager', () => {
  it('posts what is down from the start: one incident, in our channel, with the right verdict', async () => {
    await until(async () => (await of('tunnel-x'))?.verdict, 'tunnel-x is diagnosed');
    const incident = await of('tunnel-x');
    expect(incident?.because).toMatchObject({ kind: 'alert', source: 'alertmanager' });
    expect(incident?.verdict?.cause).toBe('peer-id-mismatch');
    await until(async () => (await of('tunnel-x'))?.thread, 'its thread stands');
  });

  it('posts a fault of now: the cause in half a minute, and it is over when the fault is', async () => {
    demo.fleet.injectFault('paris-hq', wrongProfile, 'admin');
    await until(async () => (await of('paris-hq'))?.verdict, 'paris-hq is diagnosed');
    expect((await of('paris-hq'))?.verdict?.cause).toBe('ike-proposal-mismatch');
    demo.fleet.clearFault('paris-hq', wrongProfile, 'admin');
    await until(async () => (await of('paris-hq'))?.recovered, 'paris-hq is back');
    const resolved = async () =>
      (await of('paris-hq'))?.timeline.find(
        ({ what }) => what.kind === 'alert' && what.status === 'resolved',
      );
    await until(resolved, 'the alert is resolved');
  });

  it('posts several in one message, of which one is over first: that one is back, the other one is not', async () => {
    const pair = ['hq-branch', 'oslo-madrid'];
    for (const tunnel of pair) demo.fleet.injectFault(tunnel, wrongProfile, 'admin');
    await alertmanager.post('Probe', pair);
    for (const tunnel of pair) await until(async () => (await of(tunnel))?.verdict, `${tunnel} is diagnosed`);
    const [first = '', second = ''] = pair;
    demo.fleet.clearFault(first, wrongProfile, 'admin');
    await alertmanager.post('Probe', [first], true);
    await until(async () => (await of(first))?.recovered, `${first} is back`);
    const told = (await of(second))?.timeline.filter(
      ({ what }) => what.kind === 'alert' && what.status === 'resolved' && what.tunnels.includes(second),
    );
    expect([told, (await of(second))?.recovered]).toEqual([[], null]);
  });

  it('keeps what is silenced to itself', async () => {
    demo.fleet.injectFault('warehouse', wrongProfile, 'admin');
    const isSuppressed = async () =>
      (await alertmanager.alerts()).some(
        ({ tunnel, state }) => tunnel === 'warehouse' && state === 'suppressed',
      );
    await until(isSuppressed, 'the silence holds');
    expect(await of('warehouse')).toBeUndefined();
  });

  it('repeats and groups as it likes: every tunnel has one incident, and nothing was refused', async () => {
    const rows = await (await demo.stores()).database.executeSql('select times, attempts, state from alerts');
    const times = rows.rows as readonly { readonly times: number; readonly state: string }[];
    expect(times.some(({ times }) => times > 1)).toBe(true);
    const tunnels = (await open()).flatMap((incident) => incident.tunnels);
    expect(tunnels.length).toBe(new Set(tunnels).size);
    expect(demo.workspace.messages('netops').filter(({ text }) => /names no tunnel/.test(text))).toEqual([]);
  });
});
