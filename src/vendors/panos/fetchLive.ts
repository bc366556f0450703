// Asking what one tunnel does right now: ids first (remembered and checked), then IKE SA and the detail of each child.

import type { EvidenceScope } from '../../domain/device.js';
import type { TunnelLive } from '../../domain/live.js';
import type { Gap, GapReason, Observation } from '../../domain/observation.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { fetchTime } from './fetchBasics.js';
import { readFlows, readIkeSas, readIpsecSas } from './fetchTables.js';
import type { KnownRow } from './memory.js';
import { normalizeIkeSas, normalizeLive } from './normalizeLive.js';
import { type FlowWords, parseFlows } from './parseFlow.js';
import type { IkeSaWords, IpsecSaWords } from './parseVpn.js';
import type { Question } from './question.js';
import { childOfRow } from './rowNames.js';

const rowsFreshMs = 900_000;
/** A tunnel with more proxy IDs is read in part, and says so. */
const maxDetails = 24;
const maxGroups = 2_000;
/** The firewall answered, but not to a tunnel's name alone. */
const declines: readonly GapReason[] = ['not-supported', 'not-present', 'device-error'];

export async function fetchLive(question: Question, scope: EvidenceScope): Promise<Observation<TunnelLive>> {
  const { tunnel, earlier } = scope;
  if (!tunnel) throw new TypeError('live needs a tunnel');
  const looked = await look(question, tunnel, earlier ?? null);
  if (!looked.known || earlier || !question.session.units.inHa || !looksPassive(looked.value)) return looked;
  const asked = await question.session.units.unitFor(question);
  question.session.units.forget();
  const unit = await question.session.units.unitFor(question);
  if (!unit.known) return unit;
  return asked.known && asked.value === unit.value ? looked : look(question, tunnel, null);
}

/** SAs of IPsec without any of IKE are what a passive unit shows: the roles may have changed since they were asked. */
function looksPassive(live: TunnelLive): boolean {
  return live.ike.length === 0 && live.children.some((child) => child.state === 'installed');
}

async function look(
  question: Question,
  tunnel: TunnelConfig,
  earlier: TunnelLive | null,
): Promise<Observation<TunnelLive>> {
  const { memory } = question.session;
  const known = memory.rows.get(rowsFreshMs)?.filter((row) => childOfRow(row, tunnel) !== null) ?? [];
  const needsIke = earlier === null;
  const reading = known.length > 0 ? readDetails(question, tunnel, known) : readAfresh(question, tunnel);
  const [details, firstIke] = await Promise.all([
    // The counters are what is compared with another device: their moment is the moment of the look.
    reading.then((read) => ('flows' in read ? { ...read, atMs: question.nowMs } : read)),
    needsIke ? readIkeSas(question) : null,
    needsIke ? fetchTime(question) : null,
  ]);
  if (!('flows' in details)) return details;
  if (details.flows.length === 0 && tunnel.disabled !== true) return notPresent(question, tunnel);
  if (earlier !== null && isUnchanged(earlier, details.flows, tunnel)) {
    return finish(question, tunnel, details, { ike: earlier, ipsec: [] });
  }
  const [ike, ipsec] = await Promise.all([
    firstIke ?? readIkeSas(question),
    readIpsec(question, details.flows),
  ]);
  if (!ike.known) return ike;
  return finish(question, tunnel, details, { ike: ike.value, ipsec });
}

interface Details {
  readonly flows: readonly FlowWords[];
  readonly partial: boolean;
}

async function finish(
  question: Question,
  tunnel: TunnelConfig,
  details: Details & { readonly atMs: number },
  read: { readonly ike: readonly IkeSaWords[] | TunnelLive; readonly ipsec: readonly IpsecSaWords[] },
): Promise<Observation<TunnelLive>> {
  const time = 'ike' in read.ike ? null : await fetchTime(question);
  const { atMs } = details;
  const ike =
    'ike' in read.ike
      ? read.ike.ike
      : normalizeIkeSas(tunnel, read.ike, details.flows, time?.known ? time.value : null, question.nowMs);
  const ipsec = read.ipsec.length > 0 ? read.ipsec : remembered(question, details.flows);
  return question.known(
    normalizeLive({
      tunnel,
      ike,
      flows: details.flows,
      ipsec,
      at: new Date(atMs).toISOString(),
      partial: details.partial,
    }),
  );
}

/** The second look takes the IKE SAs of the first when every child still has the SPI and the state that it had. */
function isUnchanged(earlier: TunnelLive, flows: readonly FlowWords[], tunnel: TunnelConfig): boolean {
  const before = new Map(
    earlier.children
      .filter((child) => !child.beingReplaced)
      .map((child) => [child.name, `${child.spiIn}/${child.rawState}`]),
  );
  return (
    flows.length === before.size &&
    flows.every((flow) => {
      const name = childOfRow(flow, tunnel) ?? flow.name;
      const keys = flow.state === 'init' || flow.detail?.keysEstablished === false;
      return before.get(name) === `${keys ? null : (flow.detail?.spiIn ?? null)}/${flow.state}`;
    })
  );
}

/** Only when an SPI is new: the table tells the PFS group, and during a rekey the SA that is being replaced. */
async function readIpsec(question: Question, flows: readonly FlowWords[]): Promise<readonly IpsecSaWords[]> {
  const { groups } = question.session.memory;
  const spis = flows.flatMap((flow) =>
    flow.detail?.keysEstablished && flow.detail.spiIn ? [flow.detail.spiIn] : [],
  );
  if (spis.every((spi) => groups.has(spi))) return [];
  const reply = await readIpsecSas(question);
  if (!reply.known) return [];
  const rows = reply.value;
  if (groups.size + rows.length > maxGroups) groups.clear();
  for (const row of rows) if (row.spiIn !== null) groups.set(row.spiIn, row.dh);
  for (const spi of spis) if (!groups.has(spi)) groups.set(spi, null);
  const ids = new Set(flows.map((flow) => flow.id));
  return rows.filter((row) => row.tunnelId !== null && ids.has(row.tunnelId));
}

/** Rows as they were when their SPI was new, for the PFS group alone. */
function remembered(question: Question, flows: readonly FlowWords[]): readonly IpsecSaWords[] {
  const { groups } = question.session.memory;
  return flows.flatMap((flow) => {
    const spiIn = flow.detail?.spiIn ?? null;
    const dh = spiIn === null ? null : (groups.get(spiIn) ?? null);
    if (spiIn === null || dh === null) return [];
    return [
      {
        tunnelId: flow.id,
        gatewayId: flow.gatewayId,
        gateway: null,
        name: flow.name,
        remote: null,
        proto: flow.detail?.proto ?? null,
        enc: null,
        hash: null,
        dh,
        spiIn,
        spiOut: flow.detail?.spiOut ?? null,
        kilobytes: null,
        lifeSeconds: null,
        remainSeconds: null,
        raw: flow.raw,
      },
    ];
  });
}

/** Ids are not known or no longer right: the summary tells them. */
async function readAfresh(question: Question, tunnel: TunnelConfig): Promise<Details | Gap> {
  const table = await readFlows(question);
  if (!table.known) return table;
  const flows = table.value;
  const rows = (question.session.memory.rows.get(rowsFreshMs) ?? []).filter(
    (row) => childOfRow(row, tunnel) !== null,
  );
  const own = flows.filter((flow) => childOfRow(flow, tunnel) !== null);
  // Some versions list every detail at once.
  if (own.length > 0 && own.every((flow) => flow.detail !== null)) return { flows: own, partial: false };
  return rows.length === 0 ? { flows: own, partial: false } : readDetails(question, tunnel, rows, own);
}

/** @param summary rows just read; without them a row that no longer fits is a reason to read them anew */
async function readDetails(
  question: Question,
  tunnel: TunnelConfig,
  rows: readonly KnownRow[],
  summary: readonly FlowWords[] | null = null,
): Promise<Details | Gap> {
  const together = rows.length > 1 ? await readByName(question, tunnel, rows) : null;
  if (together) return 'known' in together ? together : { flows: together, partial: false };
  const replies = await Promise.all(rows.slice(0, maxDetails).map((row) => readById(question, row)));
  const moved = replies.some((reply) => reply.known && reply.value === null);
  if (moved && summary === null) return readAfresh(question, tunnel);
  const failures = replies.filter((reply): reply is Gap => !reply.known);
  const failure = failures[0];
  if (failure && failures.length === replies.length) return failure;
  const flows = replies.flatMap((reply) => (reply.known && reply.value ? [reply.value] : []));
  const seen = new Set(flows.map((flow) => flow.name));
  const rest = (summary ?? []).filter((flow) => !seen.has(flow.name));
  return { flows: [...flows, ...rest], partial: flows.length < rows.length };
}

/** Null when the id is of another tunnel by now: a commit may reassign ids. */
export async function readById(question: Question, row: KnownRow): Promise<Observation<FlowWords | null>> {
  const reply = await question.read('flow-detail', { id: row.id }, { table: 'wrapped' });
  if (!reply.known) return reply.reason === 'not-present' ? question.known(null) : reply;
  const found = parseFlows(reply.value).find((flow) => flow.id === row.id);
  return question.known(found && isSame(found, row) ? found : null);
}

function isSame(flow: FlowWords, row: KnownRow): boolean {
  return flow.name === row.name && flow.gatewayId === row.gatewayId;
}

/** One call for all proxy IDs, on versions that take the tunnel's name alone; it is believed only when every row is there in detail. */
async function readByName(
  question: Question,
  tunnel: TunnelConfig,
  rows: readonly KnownRow[],
): Promise<readonly FlowWords[] | Gap | null> {
  const { memory } = question.session;
  if (memory.flowByName === 'useless') return null;
  const reply = await question.read('flow-by-name', { name: tunnel.tunnel });
  if (!reply.known && !declines.includes(reply.reason)) return reply;
  const flows = reply.known ? parseFlows(reply.value) : [];
  const complete =
    flows.length === rows.length &&
    rows.every((row) =>
      flows.some((flow) => flow.id === row.id && isSame(flow, row) && flow.detail !== null),
    );
  if (complete) memory.flowByName = 'works';
  else if (memory.flowByName === 'untried') memory.flowByName = 'useless';
  return complete ? flows : null;
}

function notPresent(question: Question, tunnel: TunnelConfig): Gap {
  return question.gap(
    'not-present',
    `The firewall has no tunnel called "${tunnel.tunnel}" in its dataplane.`,
    'Check the name, and that the configuration with it has been committed.',
  );
}
