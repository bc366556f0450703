// The part of the settings file about alerts: who may send them, how they are read, and which tunnel one means.

import * as z from 'zod';
import { secretReference } from '../support/settingKinds.js';
import { channelId } from './slackIds.js';

/** Names of labels, or words that stand in one. */
const labelWords = z.array(z.string().min(1).max(100)).max(50);
const sender = z.strictObject({ secret: secretReference });
/** Names with dots between them. */
const bodyPath = z.string().max(200);

const expression = z.string().max(300).refine(isExpression, { error: 'must be a regular expression' });

/** What stands under `alerts`. */
export const alertsSchema = z.strictObject({
  labels: z
    .strictObject({
      tunnel: labelWords.default(['tunnel', 'tunnel_name', 'vpn', 'vpn_name', 'ipsec_tunnel', 'connection']),
      device: labelWords.default(['device', 'firewall', 'instance', 'hostname', 'host', 'node', 'sysName']),
      interface: labelWords.default(['interface', 'ifName', 'ifAlias', 'ifDescr']),
      peer: labelWords.default(['peer', 'peer_ip', 'peer_address', 'remote', 'remote_ip', 'gateway']),
    })
    .prefault({}),
  patterns: z
    .array(
      z.string().max(300).refine(namesTunnel, {
        error:
          'must be a regular expression with a group (?<tunnel>…), such as "VPN (?<tunnel>\\S+) is down"',
      }),
    )
    .max(50)
    .default([]),
  generic: z
    .strictObject({
      alerts: bodyPath.default(''),
      name: bodyPath,
      status: bodyPath.default('status'),
      resolved: labelWords.default(['resolved', 'ok', 'normal', 'up', 'recovered', 'closed']),
      key: bodyPath.optional(),
      labels: bodyPath.default('labels'),
      texts: z.array(bodyPath).max(20).default([]),
      startsAt: bodyPath.optional(),
      link: bodyPath.optional(),
      secret: secretReference.optional(),
    })
    .optional(),
  alertmanager: sender.optional(),
  grafana: sender.optional(),
  pagerduty: sender.optional(),
  channels: z
    .array(
      z.strictObject({
        app: z.string().min(1).max(200),
        channel: channelId,
        pattern: expression.optional(),
        resolved: expression.optional(),
      }),
    )
    .max(200)
    .default([]),
  gatherSeconds: z.int().min(0).max(60).default(5),
  requestsPerMinute: z.int().min(1).max(100_000).default(6000),
});

function namesTunnel(source: string): boolean {
  return isExpression(source) && source.includes('(?<tunnel>');
}

function isExpression(source: string): boolean {
  try {
    new RegExp(source, 'iu');
    return true;
  } catch {
    return false;
  }
}
