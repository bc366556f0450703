// Two replicas on one PostgreSQL act as one bot: with ten people in one incident at once, with clicks that both get, and while one of them is killed.

import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  burstPairs,
  burstSize,
  burstTunnels,
  everythingWasSaidOnce,
  isOfBurst,
  postBurst,
} from './alertBurst.js';
import { type OwnDatabase, openOwnDatabase } from './ownDatabase.js';
import { openTriageStage, partner, type TriageStage } from './triageStage.js';
import { eventually, IncidentThread } from './triageThread.js';
import { tenPeople, tenPeopleAtOnce } from './triageTogether.js';

let stage: TriageStage;
let database: OwnDatabase;
let replicas: ChildProcess[] = [];

beforeAll(async () => {
  database = await openOwnDatabase();
  stage = await openTriageStage({
    databaseUrl: database.url,
    people: tenPeople,
    alerts: { gatherSeconds: 5 },
    alsoPairs: burstPairs,
    firewalls: ['fw-oslo-1', 'fw-paris-1', 'fw-branch-1'],
  });
  replicas = [await stage.spawn('a'), await stage.spawn('b')];
});
afterAll(async () => {
  await stage.stop();
  await database.drop();
});

/** The process that a claim in the outbox names. */
const poster = async (): Promise<ChildProcess | null> => {
  const rows = await database.query(`select claimed_by from outbox where state = 'posting'`);
  const pid = Number(String(rows[0]?.claimed_by ?? '').split(' ')[1]);
  return replicas.find((one) => one.pid === pid) ?? null;
};
const allIsSaid = () =>
  eventually(async () => {
    const rows = await database.query(`select 1 from outbox where state <> 'posted'`);
    return rows.length === 0;
  }, 'everything that was written down is said');

describe('ten people on two replicas', () => {
  tenPeopleAtOnce(() => stage);
});

describe('two replicas', () => {
  const tunnel = 'partner-acme';
  let thread: IncidentThread;
  beforeAll(() => {
    thread = new IncidentThread(stage.slack, { tunnel });
  });
  const saysEachOnce = () => {
    expect(thread.keys).toEqual([...new Set(thread.keys)]);
    const order = thread.keys.map((key) => Number(key.split(':').at(-1)));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  };

  it('act once on a click that is delivered to both', async () => {
    await stage.slack.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec triage ${tunnel}` });
    await thread.says(/Question: Is the other end reachable/);
    stage.slack.faults.duplicateClicks(1);
    await thread.click('Take it', 'mei');
    await thread.says(/Mei Tanaka took it/);
    await allIsSaid();
    expect(thread.count(/took it/)).toBe(1);
  });

  it('post a message once that one of them was posting when it was killed', async () => {
    stage.slack.faults.next('chat.postMessage', { kind: 'hang' });
    const hanging = () => stage.slack.calls.some((call) => call.fault === 'hang');
    await stage.slack.typeCommand({
      user: 'noah',
      channel: 'netops',
      text: `/ipsec incident ${thread.id} note said by the other one`,
    });
    await eventually(hanging, 'a replica is posting');
    const posting = await eventually(poster, 'which replica is posting');
    await stage.kill(posting);
    await thread.says(/Noah Lindqvist noted: said by the other one/);
    await allIsSaid();
    expect(thread.count(/said by the other one/)).toBe(1);
    replicas = [...replicas.filter((one) => one !== posting), await stage.spawn('c')];
  }, 240_000);

  it('find a message that stands there although the one that posted it died before it knew', async () => {
    stage.slack.faults.next('chat.postMessage', { kind: 'lost-reply' });
    await stage.slack.typeCommand({
      user: 'aylin',
      channel: 'netops',
      text: `/ipsec incident ${thread.id} note said by the dead one`,
    });
    await thread.says(/Aylin Demir noted: said by the dead one/);
    const posting = await poster();
    if (posting) await stage.kill(posting);
    await allIsSaid();
    expect(thread.count(/said by the dead one/)).toBe(1);
    if (posting) replicas = [...replicas.filter((one) => one !== posting), await stage.spawn('d')];
  }, 240_000);

  it('finish what the killed one had acknowledged', async () => {
    const [first, second] = replicas;
    await thread.click('Yes', 'jonas');
    // Whichever of them has it: the other one, and the one that comes back, finish it.
    if (first) await stage.kill(first);
    await thread.says(/Jonas Weber answered .*: yes/);
    await thread.says(/Answer: yes \(Jonas Weber\)/);
    if (second) await stage.kill(second);
    replicas = [await stage.spawn('e')];
    await thread.fill('Note', { text: 'after both were killed' }, 'sam');
    await thread.says(/Sam Okoye noted: after both were killed/);
    await allIsSaid();
    saysEachOnce();
  }, 240_000);

  it('share a burst of alerts: each is kept once and leads to one incident, though one of them is killed meanwhile', async () => {
    for (const one of replicas) await stage.kill(one);
    const other = await stage.spawn('f');
    replicas = [await stage.spawn('g')];
    let isKilled = false;
    let killed: Promise<unknown> = Promise.resolve();
    await postBurst(
      (post) => stage.alertsAt(post % 2 === 0 || isKilled ? 'g' : 'f'),
      (count) => {
        if (count !== Math.floor(burstSize / 3)) return;
        isKilled = true;
        killed = stage.kill(other);
      },
    );
    await killed;
    await eventually(async () => {
      const left = await database.query(`select 1 from alerts where state <> 'done'`);
      return left.length === 0;
    }, 'every alert is worked off');
    await allIsSaid();
    const alerts = await database.query(
      'select outcome, tunnel, received_at, worked_at, round, attempts from alerts',
    );
    expect(alerts).toHaveLength(burstSize);
    const others = alerts.filter(({ outcome }) => outcome !== 'opened' && outcome !== 'joined');
    expect(others).toEqual([]);
    const held = await database.query(`select tunnel from incident_tunnels where state = 'open'`);
    const names = held.map(({ tunnel }) => String(tunnel));
    expect(names.filter(isOfBurst).sort()).toEqual([...burstTunnels].sort());
    everythingWasSaidOnce(stage);
  }, 240_000);

  it('keep the two incidents apart', async () => {
    const other = new IncidentThread(stage.slack, { tunnel: partner });
    expect(other.id).not.toBe(thread.id);
    expect(other.keys.every((key) => key.startsWith(`${other.id}:`))).toBe(true);
    expect(thread.keys.every((key) => key.startsWith(`${thread.id}:`))).toBe(true);
  });
});
