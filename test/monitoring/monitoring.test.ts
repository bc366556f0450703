// A real Prometheus scrapes the running service: what it finds of the tunnels, and whether rules and dashboard fit what is told.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type RunningDemo, startDemo } from '../../src/demo/demo.js';
import { Prometheus, promtool } from './prometheus.js';

let demo: RunningDemo;
let prometheus: Prometheus;
beforeAll(async () => {
  demo = await startDemo({ port: 0, say: () => undefined, story: [] });
  prometheus = await Prometheus.start(demo.metrics.url, demo.metrics.tokenFile);
});
afterAll(async () => {
  await prometheus?.stop();
  await demo?.close();
});

const rulesText = readFileSync('docs/monitoring/rules.yml', 'utf8');

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

/** With Grafana's variables filled in. */
function expressionsOfDashboard(): readonly string[] {
  const { panels } = JSON.parse(readFileSync('docs/monitoring/dashboard.json', 'utf8')) as {
    readonly panels: readonly Panel[];
  };
  return panels
    .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    .map((expr) => expr.replaceAll('$tunnel', '.*').replaceAll('$__rate_interval', '5m'));
}

function expressionsOfRules(): readonly string[] {
  const { groups } = parse(rulesText) as {
    readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
  };
  return groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
}

async function scraped(token: string): Promise<Response> {
  return await fetch(demo.metrics.url, { headers: { authorization: `Bearer ${token}` } });
}

const token = (): string => readFileSync(demo.metrics.tokenFile, 'utf8').trim();

describe('Prometheus', () => {
  it('scrapes the service, in OpenMetrics', async () => {
    await prometheus.until(async () => (await prometheus.query('up == 1')).length === 1, 'it scraped');
  });

  it('finds a tunnel that is down as a series, and one that is idle as another', async () => {
    const inState = async (state: string) =>
      (await prometheus.query(`tunnelmedic_tunnel_state{state="${state}"} == 1`)).map(
        ({ metric }) => metric.tunnel,
      );
    await prometheus.until(async () => (await inState('down')).includes('tunnel-x'), 'tunnel-x is down');
    expect(await inState('idle')).not.toEqual([]);
    expect(await inState('up')).toContain('paris-hq');
  });

  it('finds the ends of a tunnel, with their children', async () => {
    const up = await prometheus.query('tunnelmedic_tunnel_end_up{tunnel="paris-hq"} == 1');
    expect(new Set(up.map(({ metric }) => metric.phase))).toEqual(new Set(['1', '2']));
    const children = await prometheus.query('tunnelmedic_tunnel_child_up{tunnel="paris-hq"}');
    expect(children.length).toBeGreaterThan(1);
  });

  it('finds the devices, their certificates and what asking them cost', async () => {
    expect(await prometheus.query('tunnelmedic_device_reachable == 1')).not.toEqual([]);
    expect(await prometheus.query('tunnelmedic_device_calls_total{result="answered"} > 0')).not.toEqual([]);
    expect(await prometheus.query('tunnelmedic_watch_sweep_seconds_count > 0')).not.toEqual([]);
  });

  it('takes the tunnel that is down for an alert', async () => {
    const isAlert = async () =>
      (await prometheus.alerts()).some(
        ({ alertname, tunnel }) => alertname === 'TunnelDown' && tunnel === 'tunnel-x',
      );
    await prometheus.until(isAlert, 'the rule saw it');
  });

  it('understands every expression of the dashboard and of the rules, and has every series that they name', async () => {
    const expressions = [...expressionsOfDashboard(), ...expressionsOfRules()];
    expect(expressions.length).toBeGreaterThan(20);
    for (const expression of expressions) await prometheus.query(expression);
    const told = await (await scraped(token())).text();
    const named = new Set(
      expressions.flatMap((one) => one.match(/\b(?:tunnelmedic|nodejs|process)_\w+/g) ?? []),
    );
    for (const name of named) expect(told, name).toContain(name.replace(/_bucket$/, ''));
  });
});

describe('promtool', () => {
  it('finds the rules right, and they do what their tests say', () => {
    expect(promtool(['check', 'rules', 'docs/monitoring/rules.yml'])).toMatchObject({ ok: true });
    const tested = promtool(['test', 'rules', 'docs/monitoring/rules.test.yml']);
    expect(tested.ok, tested.said).toBe(true);
  });

  it('has nothing to say against our series', async () => {
    const { said } = promtool(['check', 'metrics'], await (await scraped(token())).text());
    // Those of Node.js carry the names that prom-client gave them.
    expect(said.split('\n').filter((line) => line.startsWith('tunnelmedic_'))).toEqual([]);
    expect(said).not.toContain('error');
  });
});

describe('who has no token', () => {
  it('learns nothing', async () => {
    const answer = await scraped('guessed');
    expect([answer.status, await answer.text()]).toEqual([401, '{}\n']);
  });
});
