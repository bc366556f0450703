// The road of alerts over devices in memory and real stores on PGlite: what is kept, decided, opened and said.

import type { Alert } from '../../../../src/alerts/alert.js';
import type { AlertStore } from '../../../../src/alerts/store.js';
import { alertActsOver } from '../../../../src/app/alertActs.js';
import { type AlertJob, alertJob } from '../../../../src/capabilities/alert/job.js';
import type { TunnelState } from '../../../../src/domain/live.js';
import { gap } from '../../../../src/domain/observation.js';
import type { TunnelPath } from '../../../../src/domain/path.js';
import type { ThreadPlace } from '../../../../src/incidents/events.js';
import { type Incident, incidentFrom } from '../../../../src/incidents/incident.js';
import type { OutboxBody } from '../../../../src/incidents/outbox.js';
import { ownPlaybookSet } from '../../../../src/playbook/folder.js';
import { createAlertStore } from '../../../../src/stores/alertStore.js';
import { DoubleDevice } from '../../../unit/doubles/device.js';
import { childSa, ikeSa, tunnelConfig, tunnelLive } from '../../../unit/doubles/tunnels.js';
import { startTriage, type Triage } from '../incident/triageSetup.js';

/** Device → tunnel → peer. */
export type Fleet = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Road extends Triage {
  readonly alerts: AlertStore;
  readonly devices: readonly DoubleDevice[];
  /** What the devices show; up where nothing stands. */
  readonly states: Map<string, TunnelState>;
  /** Devices whose outside interface has no link. */
  readonly noLink: Set<string>;
  /** Messages of ours that tell of a tunnel already. */
  readonly notices: Map<string, ThreadPlace>;
  readonly faults: unknown[];
  job(owner?: string): AlertJob;
  /** Keeps them and works off what is due, as the job does when the moment of gathering is over. */
  take(...alerts: readonly Alert[]): Promise<void>;
  /** Those that another app said in a message. */
  takeFrom(place: ThreadPlace | null, ...alerts: readonly Alert[]): Promise<void>;
  work(owner?: string): Promise<void>;
  open(): Promise<readonly Incident[]>;
  /** What is said of alerts that open nothing, in order. */
  said(): Promise<readonly Extract<OutboxBody, { readonly kind: 'alert' }>[]>;
}

const playbooks = ownPlaybookSet();

export async function startRoad(fleet: Fleet): Promise<Road> {
  const states = new Map<string, TunnelState>();
  const stateOf = (tunnel: string): TunnelState => states.get(tunnel) ?? 'up';
  const noLink = new Set<string>();
  const devices: DoubleDevice[] = [];
  const triage = await startTriage((clock) => {
    devices.push(
      ...Object.entries(fleet).map(([name, tunnels], index) => {
        const configs = Object.entries(tunnels).map(([tunnel, peer]) =>
          tunnelConfig({ device: name, tunnel, peer, local: `198.51.100.${index + 1}` }),
        );
        return new DoubleDevice({
          clock,
          name,
          answers: {
            inventory: configs,
            overview: () =>
              configs.map(({ tunnel }) => {
                const state = stateOf(tunnel);
                return { tunnel, state, since: null, peer: null, basis: `seen ${state}` };
              }),
            live: ({ tunnel }) => {
              const name = tunnel?.tunnel ?? '';
              const stands = stateOf(name) === 'up';
              return tunnelLive({
                tunnel: name,
                ike: stands ? [ikeSa()] : [],
                children: stands ? [childSa({ name })] : [],
                missingChildren: stands ? [] : [name],
              });
            },
            path: () => pathBy(name, !noLink.has(name)),
            log: { vendor: 'double', lines: [], from: null, to: null, truncated: false },
          },
        });
      }),
    );
    return devices;
  }, playbooks);
  const { clock, database, stores } = triage;
  const alerts = createAlertStore(database.sql);
  const notices = new Map<string, ThreadPlace>();
  const faults: unknown[] = [];
  const job = (owner = 'one'): AlertJob =>
    alertJob({
      ...alertActsOver(triage.parts),
      fleet: triage.parts.fleet,
      desk: triage.parts.desk,
      frame: (signal) => ({ signal, deadlineAt: new Date(clock.now().getTime() + 60_000).toISOString() }),
      clock,
      owner,
      alerts: triage.parts.alerts,
      channels: { ofTunnels: new Map([['oslo-hq', 'COSLO']]), teams: [], watch: 'CWATCH' },
      watch: async () => stores.watch,
      store: async () => alerts,
      incidents: async () => stores.incidents,
      noticePlace: async (tunnels) => tunnels.map((one) => notices.get(one)).find(Boolean) ?? null,
      onFault: (error) => faults.push(error),
    });
  const work = async (owner?: string): Promise<void> => {
    const signal = new AbortController().signal;
    await clock.finish(job(owner).job.run([], signal));
  };
  const takeFrom = async (place: ThreadPlace | null, ...given: readonly Alert[]): Promise<void> => {
    const at = clock.now().toISOString();
    const dueAt = new Date(clock.now().getTime() + 5000).toISOString();
    const channel = place?.channel ?? null;
    await alerts.keep(
      given.map((alert) => ({ alert, place, channel })),
      { at, dueAt },
    );
    await clock.advance(5000);
    await work();
  };
  return {
    ...triage,
    alerts,
    devices,
    states,
    noLink,
    notices,
    faults,
    job,
    work,
    take: (...given) => takeFrom(null, ...given),
    takeFrom,
    async open() {
      return (await stores.incidents.list({ open: true, limit: 100 })).map(incidentFrom);
    },
    async said() {
      const rows = await database.sql.selectFrom('outbox').select('body').orderBy('id').execute();
      return rows
        .map(({ body }) => body as unknown as OutboxBody)
        .flatMap((body) => (body.kind === 'alert' ? [body] : []));
    },
  };
}

/** Nothing is known of the way but whether it has link. */
function pathBy(device: string, up: boolean): TunnelPath {
  const source = { device, request: 'path', at: '2026-03-01T12:00:00.000Z', fromCache: false, calls: 1 };
  const untold = gap({ ...source, reason: 'not-supported', says: 'It is not told.', remedy: 'Look.' });
  return {
    interface: null,
    outside: { name: 'ethernet1/1', up },
    toPeer: null,
    toRemote: [],
    hasBackupRoute: null,
    byPolicy: untold,
    innerPolicy: untold,
    outerPolicy: untold,
    strayed: untold,
    denied: untold,
  };
}

export function firing(tunnel: string, more: Partial<Alert> = {}): Alert {
  return {
    source: 'alertmanager',
    name: 'TunnelDown',
    status: 'firing',
    key: `print-${tunnel}`,
    startsAt: '2026-03-01T11:58:00.000Z',
    endsAt: null,
    labels: new Map([['tunnel', tunnel]]),
    texts: [],
    link: null,
    ...more,
  };
}

export function resolved(tunnel: string, more: Partial<Alert> = {}): Alert {
  return firing(tunnel, { status: 'resolved', ...more });
}
