// The bodies of Alertmanager (webhook version 4) and of Grafana's unified alerting, which is the same with a few fields more.

import * as z from 'zod';
import {
  type Alert,
  instantOf,
  labelsFrom,
  linkOf,
  mostAlerts,
  plainText,
  type WebhookSource,
} from './alert.js';

const table = z.record(z.string(), z.unknown()).default({});

const one = z.looseObject({
  status: z.enum(['firing', 'resolved']),
  labels: table,
  annotations: table,
  startsAt: z.unknown().optional(),
  endsAt: z.unknown().optional(),
  generatorURL: z.unknown().optional(),
  fingerprint: z.string().max(200).optional(),
  panelURL: z.unknown().optional(),
  dashboardURL: z.unknown().optional(),
});

/** Shape: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config ; of Grafana: its webhook notifier. */
export const prometheusBody = z.looseObject({
  version: z.string().optional(),
  groupKey: z.string().max(10_000),
  receiver: z.string().max(1000).default(''),
  orgId: z.unknown().optional(),
  commonLabels: table,
  alerts: z.array(one).max(mostAlerts),
});

type Body = z.output<typeof prometheusBody>;

/** Grafana names the organization, Alertmanager has none. */
export function senderOf({ orgId }: Body): WebhookSource {
  return orgId === undefined ? 'alertmanager' : 'grafana';
}

export function alertsOf(body: Body, source: WebhookSource): readonly Alert[] {
  return body.alerts.map((alert) => {
    const labels = labelsFrom(alert.labels);
    const name = labels.get('alertname') ?? 'Alert';
    return {
      source,
      name,
      status: alert.status,
      // Both make the fingerprint from the labels.
      key: alert.fingerprint ?? plainText(JSON.stringify([...labels])),
      startsAt: instantOf(alert.startsAt),
      endsAt: alert.status === 'resolved' ? instantOf(alert.endsAt) : null,
      labels,
      texts: [...labelsFrom(alert.annotations).values()],
      link: linkOf(alert.panelURL) ?? linkOf(alert.dashboardURL) ?? linkOf(alert.generatorURL),
    };
  });
}
