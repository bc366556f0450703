// What the spine costs, measured in one run against simulated firewalls: acknowledgements, device calls, and time beside a bare HTTP client.

import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { wire } from '../dist/app/wiring.js';
import { loadSettings } from '../dist/config/settings.js';
import { startDemo, writeFleetConfig } from '../dist/demo/demo.js';
import { bigFleet, demoFleet, startFleet } from '../dist/simulator/index.js';
import { createLogger } from '../dist/support/logger.js';

/** A log query is a job that takes its time; the adapter waits so long before it fetches the result. */
const pauseBeforePollMs = 250;
const log = createLogger('error');
const asker = { id: 'bench', name: 'bench', channel: null, via: 'terminal' };
const rows = [];
const say = (what, value, limit = '') => rows.push({ what, value: String(value), limit });

function ask(wired, text) {
  return wired.dispatcher.execute(text.split(' '), { asker, signal: new AbortController().signal });
}

async function callsOf(wired, work) {
  const before = wired.desk.callCount();
  await work();
  return wired.desk.callCount() - before;
}

async function settingsOf(fleet, folder, change = {}) {
  return { ...(await loadSettings(await writeFleetConfig(fleet, folder), {})), ...change };
}

// --- acknowledging 200 commands at once, through the true Slack app and the workspace's socket
async function benchAcknowledge() {
  const demo = await startDemo({ port: 0, story: [], say: () => undefined, log });
  await demo.workspace.waitFor(() => demo.workspace.socketCount() > 0, 10_000);
  const [channel] = demo.workspace.channels;
  const [person] = demo.workspace.people;
  const typed = { user: person.id, channel: channel.id, text: '/ipsec status tunnel-x' };
  await demo.workspace.typeCommand(typed);
  const acks = await Promise.all(Array.from({ length: 200 }, () => demo.workspace.typeCommand(typed)));
  const times = acks.map((ack) => ack.latencyMs).sort((a, b) => a - b);
  const lost = acks.filter((ack) => ack.state !== 'acked').length;
  say('200 commands at once: acknowledged', `${acks.length - lost}`, '200');
  say('200 commands at once: slowest acknowledgement, ms', times.at(-1).toFixed(1), '< 100');
  say('200 commands at once: median acknowledgement, ms', times[100].toFixed(1));
  // Stopped before, it would give up answers, and say so two hundred times.
  const answered = () => demo.workspace.messages(channel.id).length > 200;
  await demo.workspace.waitFor(answered, 60_000).catch(() => undefined);
  await demo.close();
}

// --- device calls of a status, and its time beside the same raw requests
async function benchStatus(folder) {
  const fleet = await startFleet(demoFleet());
  const settings = await settingsOf(fleet, folder, { sampleSeconds: 1 });
  for (const [title, devices, tunnel] of [
    ['one readable end', ['fw-paris'], 'partner-acme'],
    ['one readable end, HA pair', ['fw-hq'], 'hq-branch'],
    ['one readable end, behind Panorama', ['fw-madrid'], 'hq-madrid'],
    ['both ends readable, both firewalls together', ['fw-paris', 'fw-hq'], 'paris-hq'],
  ]) {
    const some = { ...settings, devices: settings.devices.filter((device) => devices.includes(device.name)) };
    const wired = wire(some, { log });
    const per = devices.length === 1 ? ['<= 12', '<= 6', '0'] : ['<= 24', '<= 12', '0'];
    say(
      `status, ${title}: calls when nothing is known`,
      await callsOf(wired, () => ask(wired, `status ${tunnel}`)),
      per[0],
    );
    say(
      `status, ${title}: calls when configuration, HA and ids are known`,
      await callsOf(wired, () => ask(wired, `status ${tunnel} --refresh`)),
      per[1],
    );
    say(
      `status, ${title}: calls when it is fresh`,
      await callsOf(wired, () => ask(wired, `status ${tunnel}`)),
      per[2],
    );
    await wired.close();
  }
  await benchHundred(settings);
  await benchRatio(fleet, settings);
  await fleet.stop();
}

async function benchHundred(settings) {
  const one = { ...settings, devices: settings.devices.filter((device) => device.name === 'fw-paris') };
  const alone = wire(one, { log });
  const calls = await callsOf(alone, () => ask(alone, 'status partner-acme'));
  await alone.close();
  const many = wire(one, { log });
  const hundred = await callsOf(many, () =>
    Promise.all(Array.from({ length: 100 }, () => ask(many, 'status partner-acme'))),
  );
  await many.close();
  say('status by 100 people at once: calls', hundred, `= ${calls}`);
}

async function benchRatio(fleet, settings) {
  const firewall = fleet.firewall('fw-paris-1');
  const one = {
    ...settings,
    sampleSeconds: 0,
    devices: settings.devices.filter((device) => device.name === 'fw-paris'),
  };
  const rounds = 15;
  const ours = [];
  const raw = [];
  const rawPausing = [];
  const agent = new Agent({ ca: firewall.caPem, keepAlive: true, maxSockets: 2 });
  for (let round = 0; round < rounds; round += 1) {
    const wired = wire(one, { log });
    const first = firewall.requests.length;
    const begun = performance.now();
    await ask(wired, 'status partner-acme');
    ours.push(performance.now() - begun);
    await wired.close();
    const sent = firewall.requests.slice(first).map(formOf);
    raw.push(await timeRaw(firewall, agent, sent, 0));
    rawPausing.push(await timeRaw(firewall, agent, sent, pauseBeforePollMs));
  }
  agent.destroy();
  const middle = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
  const [status, bare, pausing] = [middle(ours), middle(raw), middle(rawPausing)];
  say('status with one look: median time, ms', status.toFixed(1));
  say(
    'the same raw requests, HTTP client, same pause before the log is fetched: median time, ms',
    pausing.toFixed(1),
  );
  say('the same raw requests, HTTP client, without that pause: median time, ms', bare.toFixed(1));
  say('status / raw requests with the pause', `${(status / pausing).toFixed(2)} : 1`);
  say('status / raw requests without it', `${(status / bare).toFixed(2)} : 1`);
}

/** The form of a request as the simulator remembers it. */
function formOf({ type, command }) {
  if (type === 'op') return { type, cmd: command };
  const [first, ...rest] = command.split(' ');
  if (type === 'config') return { type, action: first, xpath: rest.join(' ') };
  if (first === 'get') return { type, action: 'get', 'job-id': rest[0] };
  return { type, 'log-type': first, query: rest.join(' '), nlogs: '500', dir: 'backward' };
}

/** The same requests, two at a time as the adapter does; a log query and its poll go one after the other. */
async function timeRaw(firewall, agent, forms, pauseMs) {
  const begun = performance.now();
  const queue = [];
  for (const form of forms) {
    if (form['job-id']) queue.at(-1)?.push(form);
    else queue.push([form]);
  }
  const worker = async () => {
    for (let chain = queue.shift(); chain; chain = queue.shift()) {
      let job = '';
      for (const form of chain) {
        if (job) await sleep(pauseMs);
        const body = new URLSearchParams(job ? { ...form, 'job-id': job } : form).toString();
        job = /<job>(\d+)<\/job>/.exec(await post(firewall, agent, body))?.[1] ?? '';
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return performance.now() - begun;
}

function post(firewall, agent, body) {
  return new Promise((resolve, reject) => {
    const call = request(`${firewall.url}/api/`, {
      agent,
      method: 'POST',
      headers: {
        'X-PAN-KEY': firewall.apiKey,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
      },
    });
    call.on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve(text);
    });
    call.on('error', reject);
    call.end(body);
  });
}

// --- list: calls grow with firewalls, not with tunnels
async function benchList(folder) {
  for (const [firewalls, tunnels] of [
    [50, 100],
    [50, 1000],
    [10, 1000],
  ]) {
    const fleet = await startFleet(bigFleet({ firewalls, tunnels }));
    const settings = await settingsOf(fleet, join(folder, `${firewalls}-${tunnels}`), {
      questionSeconds: 120,
    });
    const wired = wire(settings, { log });
    let listed = 0;
    const begun = performance.now();
    const calls = await callsOf(wired, async () => {
      listed = (await ask(wired, 'list')).json.tunnels.length;
    });
    const ms = performance.now() - begun;
    say(
      `list of ${tunnels} tunnels on ${firewalls} firewalls: rows, calls, calls a firewall, ms`,
      `${listed}, ${calls}, ${(calls / firewalls).toFixed(1)}, ${Math.round(ms)}`,
    );
    await wired.close();
    await fleet.stop();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-bench-'));
try {
  await benchAcknowledge();
  await benchStatus(join(folder, 'demo'));
  await benchList(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
const width = Math.max(...rows.map((row) => row.what.length));
for (const row of rows)
  console.log(`${row.what.padEnd(width)}  ${row.value}${row.limit === '' ? '' : `  (wanted: ${row.limit})`}`);
