// Requests to the address where Slack calls us: forged, old, foreign, broken and tampered with; none may become a command by accident.
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { systemClock } from '../../src/support/clock.js';
import { ScriptedDispatcher } from '../e2e/scripted.js';
import { openStage } from '../e2e/stage.js';
import type { Input, InputClass, Outcome } from './input.js';

type Headers = Readonly<Record<string, string>>;
interface Request {
  readonly body: string | Buffer;
  readonly type?: string;
  readonly method?: string;
  readonly path?: string;
  /** In place of a right signature. */
  readonly headers?: (body: string | Buffer) => Headers;
}

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

export async function slackRequests(): Promise<InputClass> {
  const dispatcher = new ScriptedDispatcher();
  const stage = await openStage({ mode: 'http', dispatcher });
  const { slack, app } = stage;
  const netops = slack.channels.find((channel) => channel.name === 'netops')?.id ?? '';
  const ana = slack.people.find((person) => person.name === 'ana')?.id ?? slack.people[0]?.id ?? '';
  let count = 0;
  const next = (): number => {
    count += 1;
    return count;
  };
  const trigger = (): string => `${Date.now()}.${next()}.trigger`;
  const ids = { team_id: 'T0LOCAL01', api_app_id: 'A0LOCAL01' };

  const signed = (body: string | Buffer, secret = slack.signingSecret, ageSeconds = 0): Headers => {
    const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
    const hash = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hash}` };
  };
  const slash = (more: Readonly<Record<string, string>> = {}): string =>
    new URLSearchParams({
      ...ids,
      command: '/ipsec',
      text: 'status tunnel-x',
      user_id: ana,
      user_name: 'ana',
      channel_id: netops,
      channel_name: 'netops',
      trigger_id: trigger(),
      response_url: `${slack.apiUrl}response/1`,
      ...more,
    }).toString();
  const click = (more: object = {}): string =>
    new URLSearchParams({
      payload: JSON.stringify({
        type: 'block_actions',
        team: { id: ids.team_id },
        api_app_id: ids.api_app_id,
        user: { id: ana, username: 'ana', team_id: ids.team_id },
        channel: { id: netops, name: 'netops' },
        trigger_id: trigger(),
        actions: [
          { type: 'button', action_id: 'run:0', block_id: 'b', value: 'status tunnel-x', action_ts: '1' },
        ],
        ...more,
      }),
    }).toString();
  const event = (more: object = {}, inner: object = {}): string =>
    JSON.stringify({
      type: 'event_callback',
      ...ids,
      event_id: `Ev${next()}`,
      event_time: Math.floor(Date.now() / 1000),
      event: {
        type: 'app_mention',
        user: ana,
        channel: netops,
        text: `<@${slack.botUserId}> status tunnel-x`,
        ts: `${count}.1`,
        ...inner,
      },
      ...more,
    });

  /** Sends it, waits until what it began has begun, and tells status, body, commands and log. */
  const send = async (request: Request): Promise<Outcome> => {
    const before = dispatcher.asked.length;
    const logged = stage.log().length;
    const headers = request.headers ?? signed;
    const method = request.method ?? 'POST';
    const answer = await fetch(`http://127.0.0.1:${app.httpPort}${request.path ?? '/slack/events'}`, {
      method,
      ...(method === 'GET' || method === 'HEAD'
        ? {}
        : { body: typeof request.body === 'string' ? request.body : new Uint8Array(request.body) }),
      headers: { 'content-type': request.type ?? form, ...headers(request.body) },
    }).then(
      async (reply) => `status ${reply.status} ${await reply.text()}`,
      () => 'status none',
    );
    await systemClock.sleep(120);
    const commands = dispatcher.asked.slice(before).map((one) => one.text);
    return {
      exit: 0,
      said: `${answer}\ncommands: ${commands.join(', ') || 'none'}\n${stage.log().slice(logged)}`,
    };
  };
  const input = (name: string, request: () => Request, says: RegExp): Input => ({
    name,
    says,
    give: () => send(request()),
  });
  const refused = /^status (4\d\d|none)[^\n]*\ncommands: none/;
  const idle = /^status (2|4|5)\d\d[^\n]*\ncommands: none/;

  const bodies: Readonly<Record<string, () => { readonly body: string; readonly type: string }>> = {
    'a command': () => ({ body: slash(), type: form }),
    'a click': () => ({ body: click(), type: form }),
    'an event': () => ({ body: event(), type: json }),
  };
  /** Ways in which a request is not Slack's. */
  const forgeries: Readonly<Record<string, (body: string | Buffer) => Headers>> = {
    'no signature': () => ({}),
    'another secret': (body) => signed(body, 'another'),
    'an empty secret': (body) => signed(body, ' '),
    'six minutes old': (body) => signed(body, slack.signingSecret, 360),
    'a day old': (body) => signed(body, slack.signingSecret, 86_400),
    'six minutes ahead': (body) => signed(body, slack.signingSecret, -360),
    'a year ahead': (body) => signed(body, slack.signingSecret, -31_536_000),
    'a time without a signature': (body) => only(signed(body), 'x-slack-request-timestamp'),
    'a signature without a time': (body) => only(signed(body), 'x-slack-signature'),
    'an empty signature': (body) => ({ ...signed(body), 'x-slack-signature': '' }),
    'a short signature': (body) => ({ ...signed(body), 'x-slack-signature': 'v0=12' }),
    'another version': (body) => ({
      ...signed(body),
      'x-slack-signature': `v1=${signed(body)['x-slack-signature']?.slice(3)}`,
    }),
    'a signature of another body': (body) => signed(`${String(body)}&more=1`),
    'a time that is none': (body) => ({ ...signed(body), 'x-slack-request-timestamp': 'NaN' }),
    'a time of another request': (body) => ({
      ...signed(body, slack.signingSecret, 100),
      'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
    }),
  };
  const inputs: Input[] = [
    // First: an app learns from it what it is called.
    input(
      'a command as it should be',
      () => ({ body: slash() }),
      /^status 200[^\n]*\ncommands: status tunnel-x/,
    ),
    ...Object.entries(bodies).flatMap(([kind, make]) =>
      Object.entries(forgeries).map(([name, headers]) =>
        input(`${kind}: ${name}`, () => ({ ...make(), headers }), refused),
      ),
    ),
    // Signed as Slack signs, for somebody else.
    input('a command of another team', () => ({ body: slash({ team_id: 'T0FOREIGN' }) }), idle),
    input('a command for another app', () => ({ body: slash({ api_app_id: 'A0FOREIGN' }) }), idle),
    input(
      'a click of another team',
      () => ({ body: click({ team: { id: 'T0FOREIGN' }, user: { id: ana, team_id: 'T0FOREIGN' } }) }),
      idle,
    ),
    input('a click for another app', () => ({ body: click({ api_app_id: 'A0FOREIGN' }) }), idle),
    input('an event of another team', () => ({ body: event({ team_id: 'T0FOREIGN' }), type: json }), idle),
    input('an event for another app', () => ({ body: event({ api_app_id: 'A0FOREIGN' }), type: json }), idle),
    // Bodies that no Slack sends.
    ...Object.entries({
      nothing: '',
      null: 'null',
      'a number': '42',
      'a text': '"text"',
      'a list': '[]',
      true: 'true',
      'an empty object': '{}',
      'broken JSON': '{"type":',
      'brackets ten thousand deep': '['.repeat(10_000),
      'objects ten thousand deep': '{"a":'.repeat(10_000),
      'a prototype': '{"__proto__":{"type":"event_callback"},"constructor":{"prototype":{}}}',
      'an event without its event': '{"type":"event_callback"}',
      'an event of null': '{"type":"event_callback","event":null}',
      'an event of a list': '{"type":"event_callback","event":[]}',
      'an unknown type': '{"type":"surprise"}',
      'binary data': '\0\x01\x02\xff',
    }).map(([name, body]) => input(`JSON: ${name}`, () => ({ body, type: json }), idle)),
    ...[
      '',
      'null',
      '42',
      '"text"',
      '[]',
      '{}',
      '{"type":',
      '{"type":"block_actions"}',
      '{"type":"block_actions","actions":null}',
      '{"type":"block_actions","actions":[null]}',
      '{"type":"view_submission"}',
      '{"type":"view_submission","view":null}',
      '{"type":"shortcut"}',
      '{"type":"message_action","message":null}',
      '{"type":"block_suggestion"}',
    ].map((payload) =>
      input(
        `an interactive payload: ${payload || 'empty'}`,
        () => ({ body: new URLSearchParams({ payload }).toString() }),
        idle,
      ),
    ),
    ...Object.entries({
      'no user': { user_id: '' },
      'no channel': { channel_id: '' },
      'another command': { command: '/format-disk' },
      'a response address elsewhere': { response_url: 'http://127.0.0.1:9/steal' },
      'a response address that is none': { response_url: 'file:///etc/passwd' },
    }).map(([name, more]) => input(`a command: ${name}`, () => ({ body: slash(more) }), /^status (2|4)\d\d/)),
    input('a command of 3 MB', () => ({ body: slash({ text: 'x'.repeat(3_000_000) }) }), refused),
    input(
      'a bomb in gzip',
      () => ({
        body: gzipSync(Buffer.alloc(50_000_000)),
        type: json,
        headers: (body) => ({ ...signed(body), 'content-encoding': 'gzip' }),
      }),
      refused,
    ),
    input('GET', () => ({ body: '', method: 'GET' }), refused),
    input('PUT', () => ({ body: slash(), method: 'PUT' }), refused),
    input('another path', () => ({ body: slash(), path: '/slack/other' }), refused),
    input('a path that climbs', () => ({ body: slash(), path: '/slack/events/../../etc' }), refused),
    input(
      'an event as it should be',
      () => ({ body: event(), type: json }),
      /^status 200[^\n]*\ncommands: status tunnel-x/,
    ),
  ];
  return { inputs, close: () => stage.stop() };
}

function only(headers: Headers, name: string): Headers {
  return { [name]: headers[name] ?? '' };
}
