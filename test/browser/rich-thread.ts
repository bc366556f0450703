// A thread with everything in it: what the page is looked at with, in tests and on screenshots.
import type { Workspace } from '../../src/workspace/index.js';

export const MANIFEST = {
  display_information: { name: 'Tunnelmedic' },
  features: {
    bot_user: { display_name: 'Tunnelmedic' },
    slash_commands: [
      {
        command: '/ipsec',
        description: 'Ask about an IPsec tunnel',
        usage_hint: '[list | status NAME | logs NAME | config NAME | help]',
        should_escape: true,
      },
    ],
    shortcuts: [
      {
        name: 'Check tunnel in message',
        type: 'message',
        callback_id: 'check_message',
        description: 'Looks for a tunnel name',
      },
      { name: 'Check a tunnel', type: 'global', callback_id: 'check', description: 'Asks for the name' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'chat:write',
        'commands',
        'files:write',
        'files:read',
        'app_mentions:read',
        'im:history',
        'users:read',
      ],
    },
  },
  settings: { event_subscriptions: { bot_events: ['app_mention', 'app_home_opened', 'message.im'] } },
};

export async function callApi(
  workspace: Workspace,
  method: string,
  args: object,
): Promise<Record<string, unknown>> {
  const reply = await fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  const body = (await reply.json()) as Record<string, unknown>;
  if (body.ok !== true) throw new Error(`${method}: ${JSON.stringify(body)}`);
  return body;
}

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (actionId: string, text: string, more: object = {}) => ({
  type: 'button',
  action_id: actionId,
  text: plain(text),
  value: 'tunnel-x',
  ...more,
});
const said = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
const raw = (text: string) => ({ type: 'raw_text', text });

export function statusCard(at: number) {
  return [
    { type: 'header', text: plain(':red_circle: tunnel-x is down') },
    section(
      `Phase 1 does not come up. The peer answers *NO_PROPOSAL_CHOSEN*.\nSince <!date^${at}^{date_short_pretty} at {time}|earlier>, on \`fw-paris-1\` (active of the pair).`,
    ),
    {
      type: 'section',
      fields: [
        mrkdwn('*Peer*\n`203.0.113.9` · Acme Logistics'),
        mrkdwn('*IKE SA*\n:red_circle: down, IKEv2'),
        mrkdwn('*Child SAs*\n0 of 2 installed'),
        mrkdwn('*Traffic*\nlast seen <!date^1763690000^{date_short_pretty} {time}|earlier>'),
      ],
    },
    {
      type: 'context',
      elements: [mrkdwn(':hourglass: read 4 s ago'), mrkdwn('2 of 9 calls from the cache')],
    },
    {
      type: 'actions',
      elements: [
        button('refresh', 'Refresh'),
        button('diagnose', 'Diagnose', { style: 'primary' }),
        button('logs', 'Logs'),
        button('config', 'Config'),
        button('close', 'Close incident', {
          style: 'danger',
          confirm: {
            title: plain('Close the incident?'),
            text: mrkdwn('The tunnel is still *down*.'),
            confirm: plain('Close it'),
            deny: plain('Keep it'),
            style: 'danger',
          },
        }),
        {
          type: 'overflow',
          action_id: 'more',
          options: [
            { text: plain('Show all selectors'), value: 'all' },
            { text: plain('Mute for an hour'), value: 'mute' },
          ],
        },
      ],
    },
  ];
}

const PLAN = {
  type: 'plan',
  title: 'Diagnosis of tunnel-x',
  tasks: [
    { type: 'task_card', task_id: 'a', title: 'Is the tunnel configured and enabled?', status: 'complete' },
    {
      type: 'task_card',
      task_id: 'b',
      title: 'Does the peer answer?',
      status: 'complete',
      details: said('204 ms, 3 of 3'),
    },
    {
      type: 'task_card',
      task_id: 'c',
      title: 'Do the proposals overlap?',
      status: 'error',
      output: said('We offer aes256-sha256-modp2048. They accept aes256gcm16-prfsha384-ecp384.'),
    },
    { type: 'task_card', task_id: 'd', title: 'Does the peer accept our identity?', status: 'pending' },
  ],
};

const TABLE = {
  type: 'table',
  column_settings: [{ is_wrapped: true }, {}, { align: 'right' }],
  rows: [
    [raw('Selector'), raw('State'), raw('Bytes in')],
    [raw('10.1.0.0/24 to 10.2.0.0/24'), raw('not installed'), raw('0')],
    [raw('10.1.4.0/22 to 10.2.8.0/22'), raw('not installed'), raw('18 446 744')],
  ],
};

/** Fills #netops and answers the ts of the card whose thread is full. */
export async function fillChannel(workspace: Workspace): Promise<{ channel: string; ts: string }> {
  const channel = workspace.channels[0]?.id ?? '';
  const at = Math.floor(Date.now() / 1000) - 3600;
  await workspace.post({
    user: 'jonas',
    channel,
    text: 'Paris warehouse says *orders* do not sync since about nine. @ana can you look?',
  });
  await workspace.post({ user: 'jonas', channel, text: 'Ticket is https://tickets.example.com/4711' });
  const card = await callApi(workspace, 'chat.postMessage', {
    channel,
    text: 'tunnel-x is down',
    blocks: statusCard(at),
  });
  const ts = String(card.ts);
  const reply = (blocks: object[], text = 'detail') =>
    callApi(workspace, 'chat.postMessage', { channel, thread_ts: ts, text, blocks });
  await reply([
    section(
      '*The ends share no phase 1 proposal.*\n> They offer `aes256gcm16-prfsha384-ecp384`.\n> We accept `aes256-sha256-modp2048`.\n<@U0PERSON1> owns this, <#C0CHANNEL2|network-incidents> has the history. See <https://www.rfc-editor.org/rfc/rfc7296#section-2.7|RFC 7296 section 2.7>.',
    ),
    section(
      "```2026-11-21 02:14:07 [PROTO_ERR] 203.0.113.9[500]: IKEv2 proposal doesn't match, please check crypto setting on both sides.\n2026-11-21 02:14:07 ====> IKEv2 IKE SA NEGOTIATION FAILED AS RESPONDER```",
    ),
  ]);
  await reply([PLAN, TABLE]);
  await reply([
    {
      type: 'markdown',
      text: '## What to change\n\n1. On **fw-paris-1**, add `aes-256-gcm` to the profile *acme-ike*\n2. Or ask Acme to offer `aes256-sha256`\n   - contact: noc@acme.example\n   - window: 22:00\n\n| Side | Owner |\n| --- | --- |\n| ours | Ana |\n| theirs | Acme NOC |',
    },
    {
      type: 'context',
      elements: [mrkdwn(':information_source: What I could not check: the configuration of the far end.')],
    },
  ]);
  await workspace.post({ user: 'ana', channel, threadTs: ts, text: 'On it. I change our side at 03:30.' });
  await workspace.uploadFile({
    user: 'ana',
    channel,
    threadTs: ts,
    name: 'ikemgr.log',
    content: 'line one\n<script>alert(1)</script>\nline three',
    text: 'The whole log',
  });
  await workspace.react({ user: 'jonas', channel, ts, name: 'eyes' });
  return { channel, ts };
}
