// Log rows → lines with a time of ours, and which of them concern a tunnel.

import type { LogLine } from '../../domain/log.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { DeviceTime } from './deviceTime.js';
import type { KnownRow } from './memory.js';
import type { LogRowWords } from './parseLog.js';
import { childOfRow, rowNamesOf } from './rowNames.js';

const severities: Readonly<Record<string, LogLine['severity']>> = {
  informational: 'info',
  low: 'notice',
  medium: 'warning',
  high: 'error',
  critical: 'critical',
};

/** The high-resolution time carries its offset and is believed first; the others are device-local. */
export function rowTime(row: LogRowWords, time: DeviceTime): string | null {
  const zoned = row.zonedTime === null ? null : time.readZonedTime(row.zonedTime);
  if (zoned !== null) return zoned;
  const local = row.generatedTime ?? row.receiveTime;
  return local === null ? null : time.readLogTime(local);
}

/** @param newestFirst rows as the reply has them; the lines come oldest first, numbered from 1 */
export function normalizeLines(newestFirst: readonly LogRowWords[], time: DeviceTime): readonly LogLine[] {
  return newestFirst.toReversed().map((row, index) => ({
    at: rowTime(row, time),
    text: row.opaque,
    eventId: row.eventId,
    severity: severities[row.severity] ?? null,
    object: row.object,
    number: index + 1,
  }));
}

/**
 * Lines of the tunnel, of its gateway, and those without object that mention the peer: a phase 1 failure of a peer that the
 * firewall cannot match has no object.
 */
export function concerns(tunnel: TunnelConfig, rows: readonly KnownRow[]): (row: LogRowWords) => boolean {
  const objects = new Set([...rowNamesOf(tunnel).keys(), tunnel.ike.name].filter((name) => name !== ''));
  const own = rows.filter((row) => childOfRow(row, tunnel) !== null);
  for (const row of own) objects.add(row.name);
  const peer = tunnel.ike.peer;
  const mentions = [
    peer?.kind === 'address' ? peer.address : null,
    peer?.kind === 'fqdn' ? peer.name : null,
    ...own.map((row) => (row.peerAddress === '0.0.0.0' ? null : row.peerAddress)),
    tunnel.ike.peerId?.value ?? null,
  ].filter((word): word is string => word !== null && word.length > 3);
  return (row) =>
    row.object === '' ? mentions.some((word) => mentionsWord(row.opaque, word)) : objects.has(row.object);
}

/** 203.0.113.9 is not mentioned by 203.0.113.90. */
function mentionsWord(text: string, word: string): boolean {
  const inside = /[\w.:-]/;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    const next = text[at + word.length + 1] ?? ' ';
    const ends = !inside.test(after) || ((after === '.' || after === ':') && !/\w/.test(next));
    if (ends && !/[\w.-]/.test(before)) return true;
  }
  return false;
}

/** Newest first: does the log say that somebody tries in vain, or did the last attempt succeed (then nothing asks any more)? */
export function isFailing(newestFirst: readonly LogRowWords[]): boolean {
  return saysSinceSuccess(
    newestFirst,
    /fail|start|mismatch|time ?out|no proposal|dpd|is down|does not match|unable|lacks|couldn't|reject/i,
  );
}

/** The same, but that an attempt began, or that the peer went silent, does not count: one has failed. */
export function hasFailed(newestFirst: readonly LogRowWords[]): boolean {
  return saysSinceSuccess(
    newestFirst,
    /negotiation (?:is )?failed|mismatch|no proposal|does not match|couldn't find|reject/i,
  );
}

function saysSinceSuccess(newestFirst: readonly LogRowWords[], words: RegExp): boolean {
  for (const row of newestFirst) {
    const said = `${row.eventId} ${row.opaque}`;
    if (/-succ\b|succeeded|key installed|tunnel-status-up/i.test(said)) return false;
    if (words.test(said)) return true;
  }
  return false;
}
