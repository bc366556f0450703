// The body of an alert, as whoever sent it wrote it, to alerts; what is none is said in one sentence.

import type * as z from 'zod';
import type { ReadBody, WebhookSource } from './alert.js';
import { type GenericMapping, alertsOf as genericAlerts } from './genericBody.js';
import { alertsOf as pagerdutyAlerts, pagerdutyBody } from './pagerdutyBody.js';
import { alertsOf as prometheusAlerts, prometheusBody, senderOf } from './prometheusBody.js';

const longestBody = 4 * 1024 * 1024;
/** Deeper than any sender writes; what is deeper is made to cost time. */
const deepest = 32;

/** @param source who says it is; null finds it out by the shape, the generic one last. */
export function readBody(
  text: string,
  source: WebhookSource | null,
  generic: GenericMapping | null,
): ReadBody {
  if (text.length > longestBody) return { ok: false, why: 'it is larger than 4 MB' };
  const json = parsed(text);
  if (json === undefined) return { ok: false, why: 'it is not JSON' };
  if (depthExceeds(json, deepest)) return { ok: false, why: `it is nested more than ${deepest} deep` };
  if (source === 'generic') return fromGeneric(json, generic);
  if (source === 'pagerduty' || (source === null && isRecord(json) && 'event' in json)) {
    const body = pagerdutyBody.safeParse(json);
    if (body.success) return { ok: true, source: 'pagerduty', alerts: pagerdutyAlerts(body.data) };
    return { ok: false, why: `it is no webhook of PagerDuty version 3: ${firstOf(body.error)}` };
  }
  const body = prometheusBody.safeParse(json);
  if (body.success) {
    const sender = source ?? senderOf(body.data);
    return { ok: true, source: sender, alerts: prometheusAlerts(body.data, sender) };
  }
  if (source === null && generic !== null) return fromGeneric(json, generic);
  const whose = source === 'grafana' ? 'Grafana' : 'Alertmanager (version 4)';
  return { ok: false, why: `it is no webhook of ${whose}: ${firstOf(body.error)}` };
}

function fromGeneric(json: unknown, mapping: GenericMapping | null): ReadBody {
  if (mapping === null)
    return { ok: false, why: 'nothing in the configuration says how to read it (alerts.generic)' };
  const alerts = genericAlerts(json, mapping);
  if (alerts.length > 0) return { ok: true, source: 'generic', alerts };
  const where = mapping.alerts === '' ? mapping.name : `${mapping.alerts}.${mapping.name}`;
  return { ok: false, why: `it has no alert with a name at ${where}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function depthExceeds(value: unknown, levels: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Names the field alone: what stands in it may be anything. */
function firstOf({ issues }: z.ZodError): string {
  const path = issues[0]?.path.map(String).join('.') ?? '';
  return path === '' ? 'it is no object' : `${path.slice(0, 100)} is missing or of another type`;
}
