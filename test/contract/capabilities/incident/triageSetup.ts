// The commands of triage over a device in memory and a real store on PGlite, with a playbook small enough to follow.

import { type AccessRules, openAccess, rightsOf } from '../../../../src/access/access.js';
import { keptVerdicts } from '../../../../src/app/keptVerdicts.js';
import { onCallFor } from '../../../../src/app/onCall.js';
import { type AllParts, commandsOver } from '../../../../src/app/registry.js';
import { Installation } from '../../../../src/checks/installation.js';
import { createDispatcher, type DispatchParts } from '../../../../src/commands/dispatch.js';
import type { RunOptions } from '../../../../src/commands/dispatcher.js';
import type { Stores } from '../../../../src/commands/stores.js';
import type { SuggestParts } from '../../../../src/commands/suggest.js';
import { createExaminer } from '../../../../src/diagnosis/examiner.js';
import type { Device } from '../../../../src/domain/device.js';
import { readLines } from '../../../../src/logs/readLines.js';
import { loadPlaybook } from '../../../../src/playbook/load.js';
import type { Playbook } from '../../../../src/playbook/playbook.js';
import type { Team } from '../../../../src/shifts/team.js';
import { createAlertStore } from '../../../../src/stores/alertStore.js';
import { createAuditLog } from '../../../../src/stores/auditLog.js';
import type { Database } from '../../../../src/stores/database.js';
import { createIncidentStore } from '../../../../src/stores/incidentStore.js';
import { createKnownGoodStore } from '../../../../src/stores/knownGoodStore.js';
import { createSampleStore } from '../../../../src/stores/sampleStore.js';
import { createShiftStore } from '../../../../src/stores/shiftStore.js';
import { createVerdictStore } from '../../../../src/stores/verdictStore.js';
import { createWatchStore } from '../../../../src/stores/watchStore.js';
import { createLogger } from '../../../../src/support/logger.js';
import { openEmptyDatabase } from '../../../support/emptyDatabase.js';
import { ManualClock } from '../../../support/manualClock.js';
import { withDeclaredAnswers } from '../../../unit/commands/declaredAnswers.js';
import { capturingNothing } from '../../../unit/doubles/capturing.js';
import { DoubleDevice } from '../../../unit/doubles/device.js';
import { engineOver } from '../../../unit/doubles/engine.js';
import { tunnelConfig, tunnelLive } from '../../../unit/doubles/tunnels.js';

/** Two questions and the log of the other end decide between four causes. */
const walkYaml = `
id: small-walk
title: A walk for tests
about: Asks what no device tells.
entry: yes
steps:
  - id: their-log
    look: What does the log of the other end say?
    when: { theirs.log.cause: { is: known } }
    finding:
      cause: psk-mismatch
      severity: fault
      confidence: certain
      acts: both
      says: The other end could not verify our key.
      next: { ours: Enter the agreed key again., theirs: Enter the agreed key again. }
  - id: changed
    look: Was something changed?
    when: { answer.changed: { is: yes } }
    finding:
      cause: ike-proposal-mismatch
      severity: fault
      confidence: likely
      acts: theirs
      says: Something was changed shortly before it broke.
      next: { ours: Compare the proposals., theirs: Undo the change. }
  - id: old-version
    look: Does our end use IKEv1?
    when: { ours.ike.version: { is: ikev1 } }
    finding:
      cause: ike-version-mismatch
      severity: fault
      confidence: possible
      acts: both
      says: Our end uses IKEv1.
      next: { ours: Use IKEv2., theirs: Use IKEv2. }
  - id: silent
    look: Does anybody use it?
    when: { answer.offered-traffic: { is: no } }
    finding:
      cause: idle-on-demand
      severity: note
      confidence: possible
      acts: unknown
      says: Nobody uses it.
  - id: ask-traffic
    look: Does a host send traffic?
    ask: { fact: answer.offered-traffic, text: Does a host send traffic for the tunnel right now? }
  - id: ask-changed
    look: Was something changed?
    ask: { fact: answer.changed, text: Was something changed at either end? }
  - id: ask-log
    look: What does their log say?
    ask: { fact: answer.theirs-log, as: log, text: May we have the log of the other end? }
  - id: ask-pings
    look: Do large pings fail?
    ask: { fact: answer.large-packets-fail, text: Do large pings fail? }
`;

function smallWalk(yaml = walkYaml): Playbook {
  const { playbook, complaints } = loadPlaybook('small-walk.yml', yaml, () => []);
  if (!playbook) throw new Error(JSON.stringify(complaints));
  return playbook;
}

export interface Triage {
  readonly parts: AllParts & SuggestParts;
  readonly stores: Stores;
  readonly clock: ManualClock;
  readonly database: Database;
  run(text: string, options?: Partial<RunOptions> & { readonly as?: string }): ReturnType<typeof runAs>;
  /** The same store behind other rules. */
  under(access: AccessRules, extra?: Partial<DispatchParts>): Triage['run'];
  close(): Promise<void>;
}

declare function runAs(): Promise<import('../../../../src/domain/report.js').Report>;

/** What the chat calls people. */
const names: Readonly<Record<string, string>> = { UADA: 'Ada', UMEI: 'Mei Tanaka' };

export async function startTriage(
  devices?: (clock: ManualClock) => readonly Device[],
  playbooks: readonly Playbook[] = [smallWalk()],
  teams: readonly Team[] = [],
): Promise<Triage> {
  const clock = new ManualClock();
  const database = await openEmptyDatabase();
  const engine = engineOver({
    clock,
    devices: devices?.(clock) ?? [partnerDevice(clock)],
    sampleMs: 0,
    readLog: (window) => readLines(window.lines, { vendor: window.vendor }),
  });
  const stores: Stores = {
    incidents: createIncidentStore(database.sql),
    shifts: createShiftStore(database.sql),
    audit: createAuditLog(database.sql),
    verdicts: createVerdictStore(database.sql),
    watch: createWatchStore(database.sql),
    samples: createSampleStore(database.sql),
    knownGood: createKnownGoodStore(database.sql),
  };
  let ids = 0;
  let keys = 0;
  const parts: AllParts & SuggestParts = {
    ...engine,
    installation: new Installation({
      groups: async () => [],
      clock,
      onFault: (error) => {
        throw error;
      },
    }),
    capturing: capturingNothing(clock),
    playbooks: () => playbooks,
    keepVerdict: keptVerdicts({ opened: () => stores.verdicts, clock, log: createLogger('silent') }),
    stores: async () => stores,
    openedWatch: () => null,
    keptAlerts: async () => createAlertStore(database.sql),
    teams,
    onCallFor: onCallFor({
      teams,
      clock,
      log: createLogger('silent'),
      nameOf: async (id) => names[id] ?? null,
    }),
    teamGroupsOf: async (user) => {
      if (user === 'Ulost') throw new Error('Slack does not tell');
      return user === 'Unight' ? ['S0NIGHT'] : [];
    },
    rightsOf: (person) => rightsOf(openAccess, person, async () => []),
    grantedBy: openAccess.grantedBy,
    newId: (prefix) => {
      ids += 1;
      return `${prefix}-${ids}`;
    },
    examiner: createExaminer({ ...engine, playbooks: () => playbooks }),
  };
  const commands = commandsOver(parts);
  const under =
    (access: AccessRules, extra: Partial<DispatchParts> = {}): Triage['run'] =>
    async (text, options = {}) => {
      const { as = 'ada', ...rest } = options;
      const dispatcher = withDeclaredAnswers(
        createDispatcher({
          ...engine,
          commands,
          access,
          questionMs: 25_000,
          newKey: () => {
            keys += 1;
            return `key-${keys}`;
          },
          onFault: (error) => {
            throw error;
          },
          ...extra,
        }),
      );
      return await dispatcher.run(text, {
        asker: { id: `U${as}`, name: as, channel: 'C1', via: 'chat' },
        signal: new AbortController().signal,
        ...rest,
      });
    };
  return {
    parts,
    stores,
    clock,
    database,
    under,
    run: under(openAccess),
    close: () => database.close(),
  };
}

/** One firewall with tunnels to partners, all of them down. */
function partnerDevice(clock: ManualClock, tunnels = 12): DoubleDevice {
  const names = Array.from({ length: tunnels }, (_, index) => `partner-${index + 1}`);
  return new DoubleDevice({
    clock,
    answers: {
      inventory: names.map((tunnel, index) => tunnelConfig({ tunnel, peer: `203.0.113.${index + 1}` })),
      overview: names.map((tunnel) => ({ tunnel, state: 'down', since: null, peer: null, basis: 'no SA' })),
      live: (scope) => tunnelLive({ tunnel: scope.tunnel?.tunnel ?? '', ike: [], children: [] }),
      log: { vendor: 'strongswan', lines: [], from: null, to: null, truncated: false },
    },
  });
}

/** What the responder of a wrong key prints (charon's words), with documentation addresses. */
export const wrongKeyLog = [
  '2026-03-01T11:59:00.000Z gw charon: 09[NET] received packet: from 198.51.100.1[500] to 203.0.113.1[500] (464 bytes)',
  '2026-03-01T11:59:00.100Z gw charon: 09[IKE] 198.51.100.1 is initiating an IKE_SA',
  '2026-03-01T11:59:01.000Z gw charon: 11[CFG] looking for peer configs matching 203.0.113.1[203.0.113.1]...198.51.100.1[198.51.100.1]',
  "2026-03-01T11:59:01.050Z gw charon: 11[CFG] selected peer config 'hub'",
  "2026-03-01T11:59:01.100Z gw charon: 11[IKE] tried 1 shared key for '203.0.113.1' - '198.51.100.1', but MAC mismatched",
  '2026-03-01T11:59:01.150Z gw charon: 11[ENC] generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
].join('\n');

export function text(value: unknown): string {
  return JSON.stringify(value);
}
