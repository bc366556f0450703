// From a situation to the evidence of a tunnel: a healthy pair of ends with what the situation changes.

import { foreignEnd } from '../../src/diagnosis/collect.js';
import type { EndEvidence, EndName, TunnelDeclaration, TunnelEvidence } from '../../src/domain/evidence.js';
import type { LogLine, LogReading } from '../../src/domain/log.js';
import { type Gap, gap, known, type Observation } from '../../src/domain/observation.js';
import { nothingDeclared } from '../../src/fleet/fleetTunnel.js';
import { readLines } from '../../src/logs/readLines.js';
import { at, certificate, configOf, left, liveOf, moved, type Person, pathOf, right } from './healthyEnd.js';
import type { Situation, SituationEnd } from './situation.js';

export type Visible = 'both' | 'left' | 'right';

/** The evidence as seen with both ends readable, or with one of them foreign; the readable one is ours then. */
export function evidenceOf(situation: Situation, vendor: string, visible: Visible): TunnelEvidence {
  const declared: TunnelDeclaration = { ...nothingDeclared, ...situation.declared };
  const leftEnd = () =>
    endOf('ours', left, situation.ours ?? {}, situation, vendor, situation.logs?.[vendor]?.ours);
  const rightEnd = (name: EndName) =>
    endOf(name, right, situation.theirs ?? {}, situation, vendor, situation.logs?.[vendor]?.theirs);
  const foreign = foreignEnd({ name: 'paris-lyon', declared }, at);
  const ours = visible === 'right' ? rightEnd('ours') : leftEnd();
  const theirs = visible === 'both' ? rightEnd('theirs') : foreign;
  const answers = (situation.answers ?? []).map((text) => {
    const [fact = '', value = ''] = text.split('=');
    return { fact, value, by: 'Ana', at };
  });
  return { tunnel: 'paris-lyon', collectedAt: at, declared, ours, theirs, answers };
}

function endOf(
  name: EndName,
  person: Person,
  change: SituationEnd,
  situation: Situation,
  vendor: string,
  log: readonly string[] | undefined,
): EndEvidence {
  const observe = <T>(request: string, value: T): Observation<T> =>
    change.unreachable
      ? unreachable(person.device, request)
      : known(value, { device: person.device, request, at, fromCache: false, calls: 1 });
  const config = configOf(person, change, situation.version ?? 2, vendor);
  const live = liveOf(person, change, config, situation.version ?? 2);
  const lines = log ?? [];
  return {
    end: name,
    readable: true,
    name: person.device,
    vendor,
    tunnel: person.tunnel,
    config: observe('configuration', config),
    live: observe('show SAs', live),
    later:
      change.traffic === 'unknown'
        ? gap({ ...noSecondLook, device: person.device })
        : observe('show SAs', moved(live, change.traffic ?? 'both-ways')),
    log: change.logMissing
      ? gap({ ...noLog, device: person.device })
      : observe('log', readingOf(lines, vendor, person)),
    path: observe('routes', {
      ...pathOf(person),
      ...change.path,
      denied: observe('routes', change.denied ?? []),
    }),
    clock: observe('clock', {
      deviceTime: at,
      offsetMs: (change.clockSeconds ?? 0) * 1000,
      zone: 'UTC',
      utcOffsetMinutes: 0,
    }),
    uptime: observe('uptime', {
      startedAt: new Date(Date.parse(at) - (change.upSeconds ?? 604_800) * 1000).toISOString(),
      what: vendor === 'strongswan' ? 'ike-daemon' : 'device',
    }),
    ha: observe('HA state', {
      enabled: change.ha !== undefined,
      local: change.ha ?? null,
      peer: null,
      synchronized: null,
      seconds: null,
      activeAddress: null,
      asked: [person.device],
    }),
    certificates: change.certificates
      ? observe(
          'certificates',
          change.certificates.map((one) => ({ ...certificate(person), ...one })),
        )
      : gap({ ...noCertificates, device: person.device }),
    changes: observe('changes', {
      edits: observe(
        'configuration log',
        (change.changes ?? []).map((command) => ({
          at: '2026-03-02T09:30:00.000Z',
          kind: 'edit' as const,
          who: 'admin',
          command,
          path: '',
        })),
      ),
      commits: observe('commits', []),
      pending: observe('pending changes', false),
    }),
    drops: observe('counters', []),
  };
}

const noSecondLook: Omit<Gap, 'known' | 'device'> = {
  reason: 'not-asked',
  says: 'There was only one look at the counters.',
  remedy: 'Ask again.',
  request: 'live',
  at,
};
const noLog: Omit<Gap, 'known' | 'device'> = {
  reason: 'not-configured',
  says: 'No log file is configured for it.',
  remedy: 'Configure its log.',
  request: 'log',
  at,
};
const noCertificates: Omit<Gap, 'known' | 'device'> = {
  reason: 'not-present',
  says: 'It shows no certificate.',
  remedy: 'Look at it.',
  request: 'certificates',
  at,
};

function unreachable(device: string, request: string): Gap {
  return gap({
    reason: 'unreachable',
    says: `${device} cannot be reached.`,
    remedy: `Check the management address of ${device}.`,
    device,
    request,
    at,
  });
}

/** Lines as a device printed them, one each five seconds up to the time of the question. */
function readingOf(texts: readonly string[], vendor: string, person: Person): LogReading {
  const lines = texts.map(
    (text, index): LogLine => ({
      at: new Date(Date.parse(at) - (texts.length - index) * 5000).toISOString(),
      text,
      eventId: '',
      severity: null,
      object: '',
      number: index + 1,
    }),
  );
  return readLines(lines, { vendor, peers: [], tunnels: [], side: null, ...(person === left ? {} : {}) });
}
