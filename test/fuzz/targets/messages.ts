// What programs send: payloads of Slack, bodies of alerts, messages of assistants.

import { createMcpHandler } from '@modelcontextprotocol/server';
import { readBody } from '../../../src/alerts/read.js';
import { toolDeclarations } from '../../../src/app/toolQuestions.js';
import { Problem } from '../../../src/domain/problem.js';
import { toolServer } from '../../../src/mcp/server.js';
import * as payloads from '../../../src/slack/payloads.js';
import { quotedText, textsIn } from '../../../src/slack/textsIn.js';
import { keepable } from '../../../src/slack/threads/keepable.js';
import { typedIn } from '../../../src/slack/typedIn.js';
import { ManualClock } from '../../support/manualClock.js';
import * as bodies from '../../unit/alerts/bodies.js';
import { buffers, type FuzzTarget, must } from '../target.js';

function parsed(input: Buffer): unknown {
  try {
    return JSON.parse(input.toString('utf8'));
  } catch {
    return input.toString('utf8');
  }
}

const person = { id: 'U0ADA', name: 'ada' };
const message = {
  type: 'message',
  ts: '1700000000.000100',
  user: 'U0ADA',
  text: '<!channel> paris-hq is down &amp; <https://x.example|x>',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'VPN down' } }],
  attachments: [{ fallback: 'alert', fields: [{ title: 'tunnel', value: 'paris-hq' }] }],
  files: [{ id: 'F1', name: 'peer.log', url_private: 'https://files.slack.com/x' }],
};
const slackSeeds = [
  {
    command: '/ipsec',
    text: 'status paris-hq',
    user_id: 'U0ADA',
    user_name: 'ada',
    channel_id: 'C0NET',
    trigger_id: '1.2',
    response_url: 'https://hooks.slack.com/x',
  },
  {
    type: 'block_actions',
    user: person,
    channel: { id: 'C0NET' },
    message,
    trigger_id: '1.2',
    actions: [{ action_id: 'cmd:0', value: 'status paris-hq', type: 'button', action_ts: '1.2' }],
  },
  {
    type: 'message_action',
    user: person,
    channel: { id: 'C0NET' },
    message,
    trigger_id: '1.2',
    callback_id: 'check',
  },
  {
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'Ev1',
    event: { ...message, type: 'app_mention', channel: 'C0NET' },
  },
  { type: 'block_suggestion', user: person, value: 'par', channel: { id: 'C0NET' } },
];

const schemas = [
  ...[payloads.commandPayload, payloads.buttonPayload, payloads.menuPayload, payloads.homeClickPayload],
  ...[payloads.suggestionPayload, payloads.messageShortcutPayload, payloads.globalShortcutPayload],
  ...[
    payloads.askSubmission,
    payloads.eventEnvelope,
    payloads.mentionEvent,
    payloads.directMessageEvent,
    payloads.homeEvent,
  ],
];

const slack: FuzzTarget = {
  name: 'slack-payloads',
  seeds: buffers(slackSeeds.map((one) => JSON.stringify(one))),
  runs: 1500,
  run(input) {
    const value = parsed(input);
    for (const schema of schemas) {
      const read: unknown = payloads.readPayload<unknown>(schema, value);
      must(!(read instanceof Problem) || read.message !== '', 'refused without a sentence');
    }
    const given = typeof value === 'object' && value !== null && 'message' in value ? value.message : value;
    textsIn(given);
    quotedText(given);
    typedIn(input.toString('utf8'));
    JSON.stringify(keepable(value));
  },
};

const generic = {
  alerts: 'alerts',
  name: 'name',
  status: 'status',
  resolved: ['ok'],
  key: 'id',
  labels: 'labels',
  texts: ['message', 'alerts.0.message'],
  startsAt: 'at',
  link: 'link',
};

const alerts: FuzzTarget = {
  name: 'alert-bodies',
  seeds: buffers(Object.values(bodies).map((one) => JSON.stringify(one))),
  runs: 1500,
  run(input) {
    const text = input.toString('utf8');
    for (const source of ['alertmanager', 'grafana', 'pagerduty', 'generic', null] as const) {
      const read = readBody(text, source, generic);
      if (!read.ok) must(read.why !== '' && !/[\r\n]/.test(read.why), 'refused without a sentence');
    }
  },
};

const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'fuzz', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const call = { name: 'status', arguments: { tunnel: 'paris-hq', refresh: true } };
const mcpSeeds = [
  {
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'fuzz', version: '1' } },
  },
  { method: 'tools/list', params: {} },
  { method: 'tools/call', params: call },
  { method: 'tools/call', params: { ...call, _meta: envelope } },
  { method: 'server/discover', params: { _meta: envelope } },
  {
    method: 'tools/call',
    params: { name: 'analyze_log', arguments: { text: 'a line', vendor: 'panos' }, _meta: envelope },
  },
];

let failed: unknown = null;
const handler = createMcpHandler(
  toolServer({
    declarations: toolDeclarations,
    version: '0.0.0',
    clock: new ManualClock(),
    zone: 'UTC',
    onFault: (error) => {
      failed = error;
    },
  })(() => Promise.reject(new Problem('unknown-tunnel', { name: 'x', hint: '' }))),
);

const mcp: FuzzTarget = {
  name: 'mcp-messages',
  seeds: buffers(mcpSeeds.map((one, index) => JSON.stringify({ jsonrpc: '2.0', id: index, ...one }))),
  runs: 200,
  async run(input) {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const asked = new Request('http://localhost/mcp', {
      method: 'POST',
      headers,
      body: new Uint8Array(input),
    });
    const answer = await handler.fetch(asked);
    const text = await answer.text();
    must(answer.status < 500, `${answer.status}: ${text.slice(0, 300)}`);
    must(!/node_modules|\bat \S+ \(/.test(text), `it tells of its inside: ${text.slice(0, 300)}`);
    if (failed) throw failed;
  },
};

export const messageTargets: readonly FuzzTarget[] = [slack, alerts, mcp];
