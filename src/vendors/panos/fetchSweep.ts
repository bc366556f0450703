// One look at all tunnels of a firewall, again and again: two calls while nothing changes, more only when something did.

import type { EvidenceScope } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import type { DeviceSweep } from '../../domain/sweep.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { fetchTime, rememberedTime } from './fetchBasics.js';
import { knownInventory } from './fetchInventory.js';
import { readById } from './fetchLive.js';
import { readFlows, readIkeSas, readIpsecSas } from './fetchTables.js';
import { normalizeSweep } from './normalizeSweep.js';
import type { FlowWords } from './parseFlow.js';
import type { Question } from './question.js';
import { assignRows } from './rowNames.js';
import { triesInSweep } from './sweepTries.js';

/**
 * The flow summary comes each time: it alone has a row for a tunnel without keys, and the state of the monitor. Of the other two
 * one comes in turn, because they change seldom: IKE SAs (since when, and that this unit is the active one) and IPsec SAs (SPIs,
 * so rekeys, and the time left). The clock takes such a turn when it is old. When a row of the flow summary
 * differs from the last sweep, both tables are read.
 */
export async function fetchSweep(
  question: Question,
  scope: EvidenceScope,
): Promise<Observation<DeviceSweep>> {
  const { sweep, units } = question.session;
  const looked = await look(question);
  if (!looked.known) return looked;
  let { tunnels, flows } = looked.value;
  // IPsec SAs without any of IKE are what a passive unit shows: the roles may have changed.
  if (units.answering !== null && !sweep.unitSeemsActive && flows.some((row) => row.state === 'active')) {
    await units.haState(question);
    const unit = await units.unitFor(question);
    if (!unit.known) return unit;
    if (units.answering !== sweep.unit) {
      const again = await look(question);
      if (!again.known) return again;
      ({ tunnels, flows } = again.value);
    }
  }
  const triesOf = await triesInSweep(question, { tunnels, flows });
  const rows = normalizeSweep({
    tunnels,
    flows,
    ike: sweep.ike?.rows ?? [],
    ipsec: sweep.ipsec,
    details: await readCounters(question, flows, scope.detail ?? 0),
    triesOf,
    time: rememberedTime(question),
    nowMs: question.nowMs,
  });
  return question.known({ unit: sweep.unit, rows });
}

interface Looked {
  readonly tunnels: readonly TunnelConfig[];
  readonly flows: readonly FlowWords[];
}

async function look(question: Question): Promise<Observation<Looked>> {
  const { memory, sweep, units } = question.session;
  const isFirst = memory.inventory.get(Number.POSITIVE_INFINITY) === null;
  const [flows, first] = await Promise.all([readFlows(question), isFirst ? knownInventory(question) : null]);
  if (!flows.known) return flows;
  const isOtherUnit = sweep.unit !== units.answering;
  sweep.unit = units.answering;
  const changed = sweep.learnFlows(flows.value) || isOtherUnit;
  const tunnels = first ?? (await inventoryFor(question, flows.value, changed));
  if (!tunnels.known) return tunnels;
  sweep.learnStrangers(strangers(tunnels.value, flows.value));
  const tables = await readTables(question, changed);
  return tables === null || tables.known
    ? question.known({ tunnels: tunnels.value, flows: flows.value })
    : tables;
}

/** As remembered while nothing changes: an edit that matters here shows in the rows. */
async function inventoryFor(
  question: Question,
  flows: readonly FlowWords[],
  changed: boolean,
): Promise<Observation<readonly TunnelConfig[]>> {
  const { memory, sweep } = question.session;
  const kept = memory.inventory.get(Number.POSITIVE_INFINITY);
  if (kept !== null && !changed) return question.known(kept);
  const isOther = kept === null || sweep.learnStrangers(strangers(kept, flows));
  const read = await (isOther ? knownInventory(question, 0) : knownInventory(question));
  return read.known || kept === null ? read : question.known(kept);
}

function strangers(tunnels: readonly TunnelConfig[], flows: readonly FlowWords[]): readonly string[] {
  const { byTunnel, unassigned } = assignRows(flows, tunnels);
  const rowless = tunnels.filter(({ tunnel }) => !byTunnel.has(tunnel));
  return [...unassigned.map((row) => `row ${row.name}`), ...rowless.map(({ tunnel }) => `tunnel ${tunnel}`)];
}

/** Null: the tables that were read before serve. */
async function readTables(question: Question, both: boolean): Promise<Observation<unknown> | null> {
  const { sweep } = question.session;
  const hasAll = sweep.ike !== null && sweep.ipsec !== null;
  if (both || !hasAll) {
    const [ike] = await Promise.all([readIke(question), readIpsec(question), fetchTime(question)]);
    return ike;
  }
  if (rememberedTime(question) === null && sweep.mayTryClock(question.nowMs)) {
    await fetchTime(question);
    return null;
  }
  if ((sweep.ike?.atMs ?? 0) <= (sweep.ipsec?.atMs ?? 0)) return await readIke(question);
  await readIpsec(question);
  return null;
}

async function readIke(question: Question): Promise<Observation<unknown>> {
  const reply = await readIkeSas(question);
  if (reply.known) question.session.sweep.ike = { rows: reply.value, atMs: question.nowMs };
  return reply;
}

/** It tells no state: without it only rekeys and lifetimes are not known. */
async function readIpsec(question: Question): Promise<void> {
  const reply = await readIpsecSas(question);
  question.session.sweep.ipsec = { rows: reply.known ? reply.value : [], atMs: question.nowMs };
}

/** The counters that were read longest ago, of tunnels that have keys. */
async function readCounters(
  question: Question,
  flows: readonly FlowWords[],
  budget: number,
): Promise<ReadonlyMap<number, FlowWords>> {
  const { countersReadMs } = question.session.sweep;
  const due = flows
    .flatMap((row) =>
      row.id === null || row.state !== 'active' || row.detail ? [] : [{ ...row, id: row.id }],
    )
    .toSorted((a, b) => (countersReadMs.get(a.id) ?? 0) - (countersReadMs.get(b.id) ?? 0))
    .slice(0, budget);
  const read = await Promise.all(
    due.map(async (row): Promise<readonly (readonly [number, FlowWords])[]> => {
      countersReadMs.set(row.id, question.nowMs);
      const reply = await readById(question, row);
      return reply.known && reply.value ? [[row.id, reply.value]] : [];
    }),
  );
  return new Map(read.flat());
}
