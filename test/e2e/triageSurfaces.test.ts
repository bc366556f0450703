// Every way into an incident and everything people do in its thread besides its buttons: shortcuts, mentions, pasted and dropped texts, pins.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globexLog } from '../../src/simulator/index.js';
import type { Message } from '../../src/workspace/index.js';
import { openTriageStage, partner, type TriageStage } from './triageStage.js';
import { buttonsOf, eventually, IncidentThread } from './triageThread.js';

let stage: TriageStage;
/** The heads of two threads that later tests go on in. */
let acme: Message | undefined;
let diagnosed: Message | undefined;
beforeAll(async () => {
  stage = await openTriageStage();
  await stage.open();
  // A shortcut that may have to open a modal waits a moment only for devices that nobody has asked before.
  await type('list');
  await eventually(() => stage.slack.messages(channel).some((one) => one.blocks[0]?.type === 'header'));
});
afterAll(() => stage.stop(), 60_000);

const channel = 'netops';
const post = (text: string, threadTs?: string, user = 'sam') =>
  stage.slack.post({ user, channel, text, ...(threadTs === undefined ? {} : { threadTs }) });
const type = (text: string, user = 'ana') =>
  stage.slack.typeCommand({ user, channel, text: `/ipsec ${text}` });
const shortcut = (message: Message, callbackId: string, user = 'ana') =>
  stage.slack.runMessageShortcut({ user, channel, ts: message.ts, callbackId });
const threadBelow = (message: Message) => new IncidentThread(stage.slack, { below: message.ts });
/** The incident's card is a reply, everything else too, and the alert stays the head. */
const opensBelow = async (alert: Message, tunnel: string): Promise<IncidentThread> => {
  const thread = threadBelow(alert);
  const card = await thread.says(new RegExp(`Incident inc-\\w+: ${tunnel}`));
  expect(thread.messages[0]?.ts).toBe(alert.ts);
  expect(card.threadTs).toBe(alert.ts);
  const heads = stage.slack.messages(channel).filter((one) => one.text.includes(thread.id));
  expect(heads).toEqual([]);
  return thread;
};

describe('the list', () => {
  it('has a menu at the line of a tunnel that is down, whose choice runs as if it were typed', async () => {
    const card = stage.slack.messages(channel).find((one) => one.blocks[0]?.type === 'header');
    const menu = card?.blocks.map((block) => (block as { accessory?: unknown }).accessory).find(Boolean);
    const { action_id: actionId, options } = menu as { action_id: string; options: { value: string }[] };
    const value = options.find((option) => option.value.startsWith('status '))?.value ?? '';
    await stage.slack.select({ user: 'ana', channel, ts: card?.ts ?? '', actionId, value });
    await eventually(() =>
      stage.slack
        .messages(channel)
        .concat(stage.slack.thread(channel, card?.ts ?? ''))
        .some((one) => JSON.stringify(one.blocks).includes(`asked \`${value}\``)),
    );
  });
});

describe('the shortcut “Open an incident”', () => {
  it('on an alert that names one tunnel opens it in the thread of the alert', async () => {
    const alert = await post('PROBLEM: tunnel partner-acme is DOWN on fw-paris');
    acme = alert;
    await shortcut(alert, 'triage_message');
    const thread = await opensBelow(alert, 'partner-acme');
    await thread.says(/Question: /);
  });

  it('on an alert that names several offers those, and opens the chosen one in the thread of the alert', async () => {
    const alert = await post('PROBLEM: hq-oslo and oslo-madrid flap');
    await shortcut(alert, 'triage_message', 'mei');
    const view = await eventually(() => stage.slack.openViews('mei').at(-1));
    expect(JSON.stringify(view.body.blocks)).toContain('"value":"oslo-madrid"');
    expect(JSON.stringify(view.body.blocks)).not.toContain('partner-acme');
    await stage.slack.submitView({ user: 'mei', viewId: view.id, values: { tunnel: 'hq-oslo' } });
    await opensBelow(alert, 'hq-oslo');
  });

  it('on a message that names none asks for the tunnel, and opens it in the thread of the message', async () => {
    const alert = await post('The link to Madrid is dead');
    await shortcut(alert, 'triage_message');
    const view = await eventually(() => stage.slack.openViews('ana').at(-1));
    // What a busy service does not suggest in time is typed once more.
    await eventually(async () => {
      const typed = { user: 'ana', viewId: view.id, actionId: 'tunnel', value: 'paris-m' };
      const { options } = await stage.slack.suggest(typed);
      return options.some((option) => option.value === 'paris-madrid');
    }, 'the tunnel is suggested');
    await stage.slack.submitView({ user: 'ana', viewId: view.id, values: { tunnel: 'paris-madrid' } });
    await opensBelow(alert, 'paris-madrid');
  });

  it('on a reply opens it in the thread that the reply stands in', async () => {
    const alert = await post('Monitoring: something is wrong in Oslo');
    const reply = await post('It is oslo-madrid again', alert.ts, 'jonas');
    await shortcut(reply, 'triage_message', 'jonas');
    await opensBelow(alert, 'oslo-madrid');
  });

  it('leads to the open incident when there is one', async () => {
    const alert = await post('PROBLEM: partner-acme is still down');
    await shortcut(alert, 'triage_message', 'jonas');
    const told = await eventually(() =>
      stage.slack.ephemerals('jonas').find((one) => /Incident inc-\w+: partner-acme/.test(one.text)),
    );
    expect(JSON.stringify(told.blocks)).toContain('/archives/');
    expect(stage.slack.thread(channel, alert.ts).filter((one) => !one.ephemeralTo)).toHaveLength(1);
  });
});

describe('a mention in the thread of an alert', () => {
  it('with “triage” alone opens the incident of the tunnel that the thread names, there', async () => {
    const alert = await post('PROBLEM: hq-branch lost its SAs');
    await stage.slack.mention({ user: 'mei', channel, threadTs: alert.ts, text: 'triage' });
    await opensBelow(alert, 'hq-branch');
  });

  it('with “triage” and a name opens the incident of that tunnel, there', async () => {
    const alert = await post('PROBLEM: paris-hq drops packets');
    await stage.slack.mention({ user: 'mei', channel, threadTs: alert.ts, text: 'triage paris-oslo' });
    await opensBelow(alert, 'paris-oslo');
  });
});

describe('a mention with “triage” in a thread that names several tunnels', () => {
  it('offers those to whoever asked, and opens the chosen one there', async () => {
    const alert = await post('PROBLEM: loss on paris-hq and oslo-r&d:lab');
    await stage.slack.mention({ user: 'jonas', channel, threadTs: alert.ts, text: 'triage' });
    await threadBelow(alert).clickTold('oslo-r&d:lab', 'jonas');
    await opensBelow(alert, 'oslo-r&amp;d:lab');
  });
});

describe('the button “Triage”', () => {
  const clickBelow = async (card: Message, tunnel: string) => {
    const button = buttonsOf(card).find((one) => one.label === 'Triage');
    await stage.slack.click({ user: 'ana', channel, ts: card.ts, actionId: button?.actionId ?? '' });
    await opensBelow(card, tunnel);
  };
  const answered = (command: string, tunnel: string) =>
    eventually(() =>
      stage.slack
        .messages(channel)
        .findLast(
          (one) =>
            one.text.includes(tunnel) &&
            JSON.stringify(one.blocks).includes(`asked \`${command}`) &&
            buttonsOf(one).some((button) => button.label !== 'Stop'),
        ),
    );

  it('of a status opens an incident below it', async () => {
    await type('status tunnel-x');
    await clickBelow(await answered('status tunnel-x', 'tunnel-x'), 'tunnel-x');
  });

  it('of a diagnosis opens an incident below it', async () => {
    await type(`diagnose ${partner}`);
    diagnosed = await answered(`diagnose ${partner}`, partner);
    await clickBelow(diagnosed, partner);
  });

  it('is not there where nothing is wrong', async () => {
    await type('diagnose partner-initech');
    const card = await answered('diagnose partner-initech', 'partner-initech');
    expect(buttonsOf(card).map((one) => one.label)).not.toContain('Triage');
  });
});

describe('an answer, and its correction', () => {
  it('revise the verdict openly: what it was, and what it is because of this answer', async () => {
    const thread = new IncidentThread(stage.slack, { below: acme?.ts ?? '' });
    await thread.click('No', 'jonas');
    await thread.says(
      /^Was possible “no answer from the peer”; now likely “no answer from the peer”, because of this answer/,
    );
    await thread.fill('Change answer', { value: 'yes' }, 'mei');
    await thread.says(/Mei Tanaka corrected the answer to “.*” from no to yes/);
    await thread.says(
      /^Was likely “no answer from the peer”, their side acts; now likely “no answer from the peer”, the network between the ends is at fault, because of this answer/,
    );
    await thread.fill('Change answer', { value: 'unknown' }, 'mei');
    await thread.says(/Mei Tanaka corrected the answer to “.*” from yes to I don’t know/);
    await thread.says(/^Was likely “no answer from the peer”; now possible “.*because of this answer/);
  });
});

describe('a fragment of the partner’s log', () => {
  const ours = '198.51.100.19';
  const theirs = '192.0.2.201';
  /** As FortiOS writes its events, now. */
  const fortigate = (): string => {
    const [date = '', time = ''] = new Date(Date.now() - 20_000).toISOString().split(/[T.]/);
    return `date=${date} time=${time} tz="+0000" logid="0101037124" type="event" subtype="vpn" level="error" logdesc="IPsec phase 1 error" action="negotiate" remip=${ours} locip=${theirs} vpntunnel="N/A" status="negotiate_error" reason="peer SA proposal not match local policy"`;
  };
  const asa = `%ASA-4-750003: Local:${theirs}:500 Remote:${ours}:500 Username:Unknown IKEv2 Negotiation aborted due to ERROR: Failed to find a matching policy`;

  it('of a FortiGate decides, although a person said that its gateway is unreachable: both are shown and asked about', async () => {
    const thread = new IncidentThread(stage.slack, { below: acme?.ts ?? '' });
    await thread.fill('Change answer', { value: 'no' }, 'mei');
    await thread.says(/corrected the answer to “.*” from I don’t know to no/);
    const drop = { user: 'jonas', channel, name: 'forti.log', content: fortigate(), threadTs: thread.ts };
    await stage.slack.uploadFile(drop);
    await thread.says(/Jonas Weber gave the partner’s log forti\.log/);
    const shown = await thread.says(
      /^Was likely “no answer from the peer”; now likely “IKE proposal mismatch”, because of the partner’s log/,
    );
    expect(JSON.stringify(shown.blocks)).toMatch(
      /Mei Tanaka said that .* is unreachable from elsewhere too; /,
    );
    await thread.says(/packets of fw-paris arrive there at .* Which is right\?/);
    const said = thread.messages.map((one) => JSON.stringify(one.blocks)).join('\n');
    expect(said).toContain('forti.log line 1');
    expect(said).toContain('peer SA proposal not match local policy');
  });

  it('does not count any more when somebody says that it is of something else', async () => {
    const thread = new IncidentThread(stage.slack, { below: acme?.ts ?? '' });
    await thread.click('the log is not of this tunnel and time', 'mei');
    await thread.says(/^Was likely “IKE proposal mismatch”; now likely “no answer from the peer”/);
  });

  it('of an ASA, one line without a time, decides as well', async () => {
    const thread = new IncidentThread(stage.slack, { below: acme?.ts ?? '' });
    await stage.slack.uploadFile({
      user: 'jonas',
      channel,
      name: 'asa.log',
      content: asa,
      threadTs: thread.ts,
    });
    await thread.says(/Jonas Weber gave the partner’s log asa\.log/);
    await eventually(
      () => thread.count(/now likely “IKE proposal mismatch”, because of the partner’s log/) === 2,
    );
    expect(JSON.stringify(thread.messages.map((one) => one.blocks))).toContain(
      'Failed to find a matching policy',
    );
  });
});

describe('the partner’s configuration', () => {
  const key = 'Zq7PlantedKeyOfAcme';
  const dropped = `config vpn ipsec phase1-interface
    edit "to-paris"
        set interface "wan1"
        set ike-version 2
        set local-gw 192.0.2.201
        set peertype any
        set proposal aes128-sha256
        set dhgrp 14
        set remote-gw 198.51.100.19
        set psksecret ENC ${key}==
    next
end
config vpn ipsec phase2-interface
    edit "to-paris-lan"
        set phase1name "to-paris"
        set proposal aes256-sha256
        set dhgrp 14
        set esn require
    next
end
`;
  const pasted = `connections {
  paris {
    version = 2
    local_addrs = 192.0.2.201
    remote_addrs = 198.51.100.19
    proposals = aes128-sha1-modp2048
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
    children {
      lan {
        esp_proposals = aes256-sha256-modp2048
      }
    }
  }
}
secrets {
  ike-paris {
    secret = ${key}
  }
}
`;
  const said = (thread: IncidentThread): string =>
    thread.messages.map((one) => `${one.text} ${JSON.stringify(one.blocks)}`).join('\n');

  it('that is dropped decides with its setting, names the object to change, and is not asked for again', async () => {
    const thread = new IncidentThread(stage.slack, { below: acme?.ts ?? '' });
    const file = { user: 'jonas', channel, name: 'fgt.conf', content: dropped, threadTs: thread.ts };
    await stage.slack.uploadFile(file);
    await thread.says(/Jonas Weber gave the partner’s configuration fgt\.conf/);
    await thread.says(/now confirmed “IKE proposal mismatch”.*because of the partner’s configuration/);
    expect(said(thread)).toMatch(/accepts aes-128-cbc \/ sha256 \/ group14/);
    expect(said(thread)).toContain('in phase1-interface');
    expect(said(thread)).toContain('set esn require');
    const given = thread.texts.findIndex((text) => text.includes('fgt.conf'));
    expect(thread.texts.slice(given).filter((text) => text.includes('Question: '))).toEqual([]);
  });

  it('that is pasted counts in the place of the one before, and its keys are nowhere', async () => {
    const thread = new IncidentThread(stage.slack, { below: acme?.ts ?? '' });
    await post(`They run strongSwan meanwhile:\n\`\`\`${pasted}\`\`\``, thread.ts, 'mei');
    await thread.says(/Mei Tanaka gave the partner’s configuration pasted\.txt/);
    await eventually(
      () => /accepts aes-128-cbc \/ sha1 \/ group14/.test(said(thread)),
      'its proposal counts',
    );
    expect(said(thread)).toContain('connections.paris.proposals');
    expect(JSON.stringify(stage.slack.calls)).not.toContain(key);
  });
});

describe('in the thread of an incident', () => {
  let thread: IncidentThread;
  beforeAll(async () => {
    thread = new IncidentThread(stage.slack, { below: diagnosed?.ts ?? '' });
    await thread.says(/Which product terminates the tunnel/);
  });

  const drop = (name: string, content: string, user = 'mei') =>
    stage.slack.uploadFile({ user, channel, name, content, threadTs: thread.ts });

  it('talk is left alone', async () => {
    const before = stage.slack.calls.length;
    await post('ok, I will ask them at 10:15:00', thread.ts);
    await post('Two things:\n1. Globex is asked at 10:15:00.\n2. Nobody touches fw-oslo.\nThanks', thread.ts);
    await post('Yes, no, maybe, I do not know', thread.ts);
    await thread.fill('Note', { text: 'after the talk' }, 'sam');
    await thread.says(/Sam Okoye noted: after the talk/);
    const told = stage.slack.calls.slice(before).filter((call) => call.method === 'chat.postEphemeral');
    expect(told).toEqual([]);
    expect(thread.count(/partner’s log/)).toBe(0);
  });

  it('the sheet stands there as Markdown and CSV, and comes back with the one difference that was filled in', async () => {
    await thread.click('Parameter sheet', 'jonas');
    const files = await eventually(() => {
      const all = thread.messages.flatMap((one) => one.fileIds.map((id) => stage.slack.file(id)));
      const ours = all.filter((file) => /^partner-globex-parameters/.test(file?.name ?? ''));
      return ours.length >= 2 ? ours : null;
    });
    expect(files.map((file) => file?.name).sort()).toEqual([
      'partner-globex-parameters.csv',
      'partner-globex-parameters.md',
    ]);
    const csv = String(files.find((file) => file?.name.endsWith('.csv'))?.bytes);
    // What Globex would send back: everything as it is needed, but another group.
    await drop('filled.csv', filledIn(csv, { 'ike.dh': 'group2' }));
    const told = await thread.says(/Mei Tanaka gave the sheet filled\.csv: mismatch in .*/);
    expect(told.text).toMatch(
      /mismatch in Phase 1 \(IKE\), DH group: theirs is group2, needed is group14 \(MODP 2048\)\.$/,
    );
  });

  it('the message to the partner names that difference', async () => {
    await thread.click('Message partner', 'jonas');
    const message = await thread.says(/Message to Globex/);
    expect(JSON.stringify(message.blocks)).toContain('DH group: theirs is group2, needed is group14');
  });

  it('a log that is pasted as a message is read as the other end’s, whatever Slack made of it', async () => {
    await post(`Their log:\n\`\`\`${globexLog(new Date()).trim()}\`\`\``, thread.ts, 'mei');
    await thread.says(/Mei Tanaka gave the partner’s log pasted\.txt/);
    await thread.says(/^Was likely .*; now confirmed .*, because of the partner’s log/);
  });

  it('the shortcut “Pin to incident timeline” keeps a message, once', async () => {
    const said = await post('Globex rolls back at 18:00', thread.ts, 'sam');
    await shortcut(said, 'pin_message', 'jonas');
    await thread.says(/Jonas Weber noted: Sam Okoye wrote: Globex rolls back at 18:00/);
    await stage.slack.react({ user: 'mei', channel, ts: said.ts, name: 'pushpin' });
    await thread.fill('Note', { text: 'after both pins' }, 'sam');
    await thread.says(/after both pins/);
    expect(thread.count(/Globex rolls back at 18:00/)).toBe(2);
  });

  it('a 📌 keeps a message, and outside of incidents it means something else', async () => {
    const elsewhere = await post('Lunch at noon', undefined, 'sam');
    await stage.slack.react({ user: 'mei', channel, ts: elsewhere.ts, name: 'pushpin' });
    const said = await post('The ticket at Globex is 4711', thread.ts, 'sam');
    await stage.slack.react({ user: 'sam', channel, ts: said.ts, name: 'pushpin' });
    await thread.says(/Sam Okoye noted: The ticket at Globex is 4711/);
    expect(stage.slack.ephemerals('mei').filter((one) => /no incident/.test(one.text))).toEqual([]);
  });

  it('`/ipsec incidents` lists it', async () => {
    await type('incidents', 'sam');
    const list = await eventually(() =>
      stage.slack
        .messages(channel)
        .findLast((one) => JSON.stringify(one.blocks).includes('asked `incidents`')),
    );
    const shown = JSON.stringify([list, ...stage.slack.thread(channel, list.ts)].map((one) => one.blocks));
    expect(shown).toContain(thread.id);
    expect(shown).toContain('partner-acme');
  });
});

describe('the shortcut “Pin to incident timeline” outside of an incident', () => {
  it('says that the message stands in none', async () => {
    const said = await post('Nothing to see here', undefined, 'sam');
    await shortcut(said, 'pin_message', 'ana');
    await eventually(() =>
      stage.slack.ephemerals('ana').find((one) => /stands in no incident’s thread/.test(one.text)),
    );
  });
});

/** The sheet with every value filled in as it is needed, but for those given. */
function filledIn(csv: string, values: Readonly<Record<string, string>>): string {
  const [header = '', ...rows] = csv.trim().split('\r\n');
  const at = header.split(',').indexOf('your value');
  return [header, ...rows.map((row) => fillRow(row, at, values))].join('\r\n');
}

function fillRow(row: string, at: number, values: Readonly<Record<string, string>>): string {
  // Cells with commas are quoted.
  const cells = row.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? [];
  const needed = cells[at - 1] ?? '';
  const id = cells[0] ?? '';
  return cells
    .slice(0, 7)
    .map((cell, index) => (index === at ? (values[id] ?? needed) : cell))
    .join(',');
}
