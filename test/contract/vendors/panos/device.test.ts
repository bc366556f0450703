// How a PAN-OS device asks: which unit, which configuration, which ids, and what it does when the firewall changes under it.

import { describe, expect, it } from 'vitest';
import type { Device } from '../../../../src/domain/device.js';
import { selectorText } from '../../../../src/domain/selector.js';
import { systemClock } from '../../../../src/support/clock.js';
import { fixtureText, tunnel } from '../../../unit/vendors/panos/fixture.js';
import {
  answers,
  ask,
  clockNow,
  haOff,
  ok,
  type Script,
  type ScriptedFirewall,
  systemInfo,
} from './scriptedFirewall.js';
import { scriptedStage } from './scriptedStage.js';

const { firewall, device } = scriptedStage();

const ha = (local: string, peer: string): string =>
  ok(
    `<enabled>yes</enabled><group><local-info><state>${local}</state><state-duration>12</state-duration></local-info><peer-info><state>${peer}</state></peer-info><running-sync>synchronized</running-sync></group>`,
  );
const flowDetail = fixtureText('flow-detail-active');
const lyonOnly = fixtureText('flow-summary').replace(/(<\/entry>).*(<\/IPSec>)/s, '$1$2');
const refusedByRole =
  '<response status="error" code="403"><result><msg>Type [op] not authorized for user role.</msg></result></response>';
const lyon = { ...tunnel('lyon'), children: tunnel('lyon').children.slice(0, 1) };
const usual = {
  'high-availability': haOff,
  '<clock>': clockNow,
  'system><info': systemInfo,
  'ike-sa': fixtureText('ike-sa-two-roles'),
  'ipsec-sa': fixtureText('ipsec-sa-rekey'),
  'tunnel-id': flowDetail,
  '<flow>': lyonOnly,
  'action=show': fixtureText('network'),
};

describe('a pair of two addresses', () => {
  const pairWith = async (
    first: Script,
    second: Script,
  ): Promise<{ pair: Device; a: ScriptedFirewall; b: ScriptedFirewall }> => {
    const [a, b] = [await firewall(first), await firewall(second)];
    const pair = device(a, {
      url: undefined,
      ha: [a.url, b.url],
      caPem: undefined,
      fingerprint256: a.fingerprint256,
      peerFingerprint256: b.fingerprint256,
    });
    return { pair, a, b };
  };

  it('is asked for its HA state first, and the active unit answers', async () => {
    const { pair, a, b } = await pairWith(
      answers({ 'high-availability': ha('passive', 'active') }),
      answers({ ...usual, 'high-availability': ha('active', 'passive') }),
    );
    const live = await ask(pair, 'live', { tunnel: lyon });
    expect(live).toMatchObject({ known: true, value: { tunnel: 'lyon' } });
    expect(a.asked).toHaveLength(1);
    expect(b.commands()[0]).toContain('high-availability');
    expect(await ask(pair, 'ha')).toMatchObject({
      known: true,
      value: {
        enabled: true,
        local: 'active',
        peer: 'passive',
        synchronized: true,
        seconds: 12,
        activeAddress: b.url,
        asked: [a.url, b.url],
      },
    });
  });

  it('is served by the other unit when the active one is gone', async () => {
    let promoted = false;
    const { pair, a } = await pairWith(
      answers({ ...usual, 'high-availability': ha('active', 'passive') }),
      answers({
        ...usual,
        'high-availability': () => (promoted ? ha('active', 'non-functional') : ha('passive', 'active')),
      }),
    );
    expect((await ask(pair, 'live', { tunnel: lyon })).known).toBe(true);
    promoted = true;
    await a.stop();
    expect((await ask(pair, 'live', { tunnel: lyon })).known).toBe(true);
  });

  it('without an active unit is a standby gap, and still tells its configuration', async () => {
    const script = answers({ ...usual, 'high-availability': ha('suspended', 'passive') });
    const { pair } = await pairWith(script, script);
    expect(await ask(pair, 'live', { tunnel: lyon })).toMatchObject({ known: false, reason: 'standby' });
    expect((await ask(pair, 'inventory')).known).toBe(true);
    expect(await ask(pair, 'ha')).toMatchObject({
      known: true,
      value: { local: 'suspended', activeAddress: null },
    });
  });

  it('that shows SAs of IPsec and none of IKE is asked for its roles again', async () => {
    let switched = false;
    const { pair, b } = await pairWith(
      answers({
        ...usual,
        'high-availability': () => (switched ? ha('passive', 'active') : ha('active', 'passive')),
        'ike-sa': () => (switched ? fixtureText('ike-sa-none') : fixtureText('ike-sa-two-roles')),
      }),
      answers({
        ...usual,
        'high-availability': () => (switched ? ha('active', 'passive') : ha('passive', 'active')),
      }),
    );
    await ask(pair, 'live', { tunnel: lyon });
    switched = true;
    const live = await ask(pair, 'live', { tunnel: lyon });
    expect(live).toMatchObject({
      known: true,
      value: { ike: [{ gateway: 'gw-lyon' }, { gateway: 'gw-lyon' }] },
    });
    expect(b.asked.length).toBeGreaterThan(0);
  });
});

describe('a lone unit', () => {
  it('that is passive says so instead of showing its tables', async () => {
    const fw = await firewall(answers({ ...usual, 'high-availability': ha('passive', 'active') }));
    const answer = await ask(device(fw), 'overview');
    expect(answer).toMatchObject({ known: false, reason: 'standby' });
  });

  it('that may not tell its HA state is asked all the same', async () => {
    const fw = await firewall(
      answers({ ...usual, 'high-availability': '<response status="error" code="17"/>' }),
    );
    expect((await ask(device(fw), 'live', { tunnel: lyon })).known).toBe(true);
  });
});

const wholeReads = (fw: ScriptedFirewall): number =>
  fw.commands().filter((one) => one.includes('<xpath>devices/entry/network<')).length;

/** Asks one device for its inventory again and again, eleven minutes apart. */
function laterInventory(fw: ScriptedFirewall): () => Promise<number | null> {
  let aheadMs = 0;
  const clock = {
    now: () => new Date(Date.now() + aheadMs),
    sleep: (milliseconds: number, signal?: AbortSignal) => systemClock.sleep(milliseconds, signal),
  };
  const asked = device(fw, {}, clock);
  return async () => {
    aheadMs += 660_000;
    const deadlineAt = new Date(clock.now().getTime() + 10_000).toISOString();
    const answer = await asked.fetch('inventory', {}, { signal: new AbortController().signal, deadlineAt });
    return answer.known ? answer.value.length : null;
  };
}

describe('the configuration', () => {
  const empty = ok('<network><ike/></network>');
  const merged = fixtureText('network').replaceAll('<manual-key>', '<auto-key/><manual-key>');

  it('is the firewall’s own where that explains what the dataplane has', async () => {
    const fw = await firewall(
      answers({
        ...usual,
        'action=show': fixtureText('network')
          .replace(/<entry name="dangling">.*?<\/entry>\s*<entry name="by-hand">/s, '<entry name="by-hand">')
          .replace('net-object', '10.4.2.0/24'),
      }),
    );
    const answer = await ask(device(fw), 'inventory');
    expect(answer).toMatchObject({ known: true, source: { calls: 2 } });
    if (answer.known) expect(answer.value.map((one) => one.managedBy)).toEqual([null, null, null]);
  });

  it.each([
    ['takes an xpath', { 'effective-running><xpath': merged }],
    [
      'only gives everything',
      { 'effective-running><xpath': '<response status="error" code="17"/>', 'effective-running': merged },
    ],
  ])('is the merged one where Panorama pushed it, on a version that %s', async (_, effective) => {
    const marks = ok(
      '<network><ike><gateway><entry name="gw &amp; lyon" ptpl="hub" src="tpl"/></gateway></ike><tunnel><ipsec><entry name="lyon" ptpl="branch" src="tpl"/><entry name="by-hand"/></ipsec></tunnel></network>',
    );
    const fw = await firewall(answers({ ...effective, ...usual, 'action=show': empty, 'action=get': marks }));
    const answer = await ask(device(fw), 'inventory');
    if (!answer.known) throw new Error(answer.says);
    expect(answer.value.map((one) => [one.tunnel, one.managedBy])).toEqual([
      ['lyon', 'branch, hub, Panorama'],
      ['lyon:r&d:lab', 'Panorama'],
      ['dangling', 'Panorama'],
      ['by-hand', null],
    ]);
    expect(answer.value[0]?.places.gateway).toMatch(/^Panorama \(template hub\) > /);
    expect(answer.value[0]?.places.tunnel).toMatch(/^Panorama \(template branch\) > /);
  });

  it('that is merged is read again only when something was committed or pushed since', async () => {
    let ended = '2026/03/02 15:00:00';
    const job = () =>
      ok(
        `<job><id>7</id><type>CommitAll</type><status>FIN</status><tenq>${ended}</tenq><tfin>${ended}</tfin></job>`,
      );
    const fw = await firewall(
      answers({
        '<jobs>': job,
        'effective-running': merged,
        ...usual,
        'action=show': empty,
        'action=get': empty,
      }),
    );
    const later = laterInventory(fw);
    const whole = () => wholeReads(fw);
    expect([await later(), await later(), whole()]).toEqual([4, 4, 1]);
    // The clock of the firewall stands at the true time, eleven minutes and more behind the asker's.
    ended = new Date(Date.now() + 3_600_000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ')
      .replaceAll('-', '/');
    expect([await later(), whole()]).toEqual([4, 2]);
  });

  it('that is local, with a row that nothing explains, costs the whole one no second time', async () => {
    const fw = await firewall(
      answers({
        '<jobs>': refusedByRole,
        'effective-running': merged,
        ...usual,
        '<flow>': fixtureText('flow-summary'),
        'action=show': merged.replace(/<entry name="dangling">.*?<\/entry>/s, ''),
      }),
    );
    const later = laterInventory(fw);
    expect([await later(), await later(), wholeReads(fw)]).toEqual([4, 4, 1]);
  });

  it('that names address objects is read together with them, pushed ones included', async () => {
    const named = fixtureText('network').replace('net-object', 'lab-net');
    const object = (name: string, value: string) =>
      `<address><entry name="${name}"><ip-netmask>${value}</ip-netmask></entry></address>`;
    const scripts = {
      ...usual,
      'action=show': named.replace(/<entry name="dangling">.*?<\/entry>/s, ''),
    };
    const fw = await firewall(
      answers({
        '<xpath>shared/address': ok(''),
        '<xpath>devices/entry/vsys/entry/address': ok(object('lab-net', '10.4.9.0/24')),
        ...scripts,
      }),
    );
    const read = async (of: ScriptedFirewall) => {
      const answer = await ask(device(of), 'inventory');
      if (!answer.known) throw new Error(answer.says);
      return answer.value[0];
    };
    const found = await read(fw);
    expect(found?.children[2]?.local.map(selectorText)).toEqual(['10.4.9.0/24 protocol 47']);
    const older = await firewall(
      answers({
        'config/shared/address': ok(object('lab-net', '10.4.8.0/24')),
        "vsys/entry[@name='vsys1']/address": '<response status="success" code="7"><result/></response>',
        ...scripts,
      }),
    );
    expect((await read(older))?.children[2]?.local.map(selectorText)).toEqual(['10.4.8.0/24 protocol 47']);
    const refusing = await firewall(answers({ '<xpath>': refusedByRole, ...scripts }));
    const unread = await read(refusing);
    expect(unread?.children[2]?.local).toEqual([]);
    expect(unread?.unreadable['child.selectors']).toContain('may not run `show config effective-running');
  });

  it('that comes as nothing at all is a gap, not an empty list', async () => {
    const fw = await firewall(answers({ ...usual, 'action=show': ok(''), '<flow>': ok('') }));
    expect(await ask(device(fw), 'inventory')).toMatchObject({ known: false, reason: 'unreadable' });
  });

  const wrapped = {
    'a server error as text': ok('Server error : vpn : timed out'),
    'a server error as CDATA': ok('<![CDATA[Server error : op command for client ikemgr timed out]]>'),
    'a message instead of a result': ok('<msg><line>Server error : failed</line></msg>'),
    'a message beside an empty result':
      '<response status="success"><msg><line>command not found</line></msg><result/></response>',
    'an error element': ok('<error>not ready</error>'),
    'an error beside an empty table': ok('<error>not ready</error><IPSec/><num_ipsec>0</num_ipsec>'),
    'another reply inside': ok(
      '<response status="error" code="17"><msg><line>unexpected</line></msg></response>',
    ),
    'a line': ok('<line>Invalid syntax.</line>'),
    'a member': ok('<member>something</member>'),
    'nothing at all': ok(''),
    'rows of an unknown form': ok('<IPSec><entry><tunnel>a</tunnel></entry></IPSec>'),
    'a count without rows': ok('<num_ipsec>4</num_ipsec><IPSec/>'),
  };

  it.each(Object.entries(wrapped))(
    'that is %s for every request is a gap that names it, not an empty list',
    async (_, reply) => {
      const fw = await firewall(() => reply);
      for (const kind of ['inventory', 'overview'] as const) {
        const answer = await ask(device(fw), kind);
        expect(answer.known ? answer.value : answer).toMatchObject({
          known: false,
          device: 'fw',
          request: expect.stringMatching(/./),
        });
      }
    },
  );

  it('without tunnels is not believed while the dataplane has some', async () => {
    const fw = await firewall(
      answers({ ...usual, 'action=show': empty, 'effective-running': ok('<network><ike/></network>') }),
    );
    expect(await ask(device(fw), 'inventory')).toMatchObject({
      known: false,
      says: expect.stringContaining('holds none'),
    });
  });

  it('that has no tunnels, and whose dataplane has none, is an empty list', async () => {
    const none = ok('<total>0</total><num_ipsec>0</num_ipsec><IPSec/><dp>dp0</dp><num_sslvpn>0</num_sslvpn>');
    const fw = await firewall(answers({ ...usual, 'action=show': empty, '<flow>': none, 'ike-sa': ok('') }));
    expect(await ask(device(fw), 'inventory')).toMatchObject({ known: true, value: [] });
    expect(await ask(device(fw), 'overview')).toMatchObject({ known: true, value: [] });
  });

  it('that the role may not read is a gap, not an empty list', async () => {
    const refused =
      '<response status="error" code="16"><msg><line>Unauthorized request</line></msg></response>';
    const fw = await firewall(answers({ ...usual, 'action=show': refused, 'effective-running': refused }));
    expect(await ask(device(fw), 'inventory')).toMatchObject({ known: false, reason: 'unauthorized' });
  });
});

describe('a role that may not read the configuration', () => {
  it('still gets the tunnels that the IKE daemon holds, with what stays unknown', async () => {
    const refused = '<response status="error" code="16"/>';
    const runtime = ok(
      '<ntun>1</ntun><entries><entry><id>12</id><name>lyon:r&amp;d</name><gw>gw-lyon</gw><proto>ESP</proto><mode>tunl</mode><enc>A256</enc><hash>SHA256</hash><dh>DH14</dh><life>3600</life><kb>0</kb><TSi_ip>10.4.0.0</TSi_ip><TSi_prefix>24</TSi_prefix><TSr_ip>10.5.0.0</TSr_ip><TSr_prefix>24</TSr_prefix></entry></entries>',
    );
    const gateways = ok(
      '<entries><entry><id>4</id><name>gw-lyon</name><sock>1</sock><natt>yes</natt><v2><peer-id>203.0.113.77(fqdn:peer.example)</peer-id><local-id>198.51.100.7(ipaddr:198.51.100.7)</local-id><auth>PSK</auth><dh>DH14,DH20</dh><enc>AES256-CBC</enc><hash>SHA256,SHA384</hash><life>28800</life></v2></entry></entries><ngw>1</ngw>',
    );
    const fw = await firewall(
      answers({
        'vpn><tunnel>': runtime,
        'vpn><gateway>': gateways,
        ...usual,
        'action=show': refused,
        'effective-running': refused,
      }),
    );
    const answer = await ask(device(fw), 'inventory');
    if (!answer.known) throw new Error(answer.says);
    const [one] = answer.value;
    expect(one).toMatchObject({
      tunnel: 'lyon',
      interface: 'tunnel.4',
      ike: {
        name: 'gw-lyon',
        version: 'ikev2',
        peer: { kind: 'address', address: '203.0.113.77' },
        peerId: { type: 'fqdn', value: 'peer.example' },
        auth: 'psk',
        natTraversal: 'on',
        dpd: null,
        proposals: [
          { encryption: ['aes-256-cbc'], integrity: ['sha256', 'sha384'], dh: ['group14', 'group20'] },
        ],
      },
      children: [{ name: 'r&d', pfs: ['group14'], lifetimeSeconds: 3600 }],
    });
    expect(one?.unreadable['ike.dpd']).toContain('may not read the configuration');
  });
});

describe('a look at a tunnel', () => {
  it('uses remembered ids, and one call for the second look', async () => {
    const fw = await firewall(answers(usual));
    const asked = device(fw);
    const first = await ask(asked, 'live', { tunnel: lyon });
    if (!first.known) throw new Error(first.says);
    const before = asked.callCount();
    const second = await ask(asked, 'live', { tunnel: lyon, earlier: first.value });
    expect(asked.callCount() - before).toBe(1);
    expect(second).toMatchObject({
      known: true,
      value: { ike: first.value.ike, children: [{ spiIn: 'deadbeef' }] },
      source: { calls: 1 },
    });
  });

  it('asks for the SAs again when the second look finds other keys', async () => {
    let detail = flowDetail;
    const fw = await firewall(answers({ ...usual, 'tunnel-id': () => detail }));
    const asked = device(fw);
    const first = await ask(asked, 'live', { tunnel: lyon });
    if (!first.known) throw new Error(first.says);
    detail = flowDetail.replace('DEADBEEF', 'ABCD1234');
    const second = await ask(asked, 'live', { tunnel: lyon, earlier: first.value });
    if (!second.known) throw new Error(second.says);
    expect(second.source.request).toContain('show vpn ike-sa');
    expect(second.value.children[0]?.spiIn).toBe('abcd1234');
  });

  it('notices when a commit gave its id to another tunnel', async () => {
    let moved = false;
    const fw = await firewall(({ form }, response) => {
      const cmd = form.get('cmd') ?? '';
      if (moved && cmd.includes('<tunnel-id>12<')) return flowDetail.replace('lyon:r&amp;d', 'somebody-else');
      if (moved && cmd.includes('<tunnel-id>31<')) return flowDetail.replace('<id>12</id>', '<id>31</id>');
      const script = answers({
        ...usual,
        '<flow>': moved ? lyonOnly.replace('<id>12</id>', '<id>31</id>') : lyonOnly,
      });
      return script({ form, method: 'POST', url: '', key: undefined }, response);
    });
    const asked = device(fw);
    await ask(asked, 'live', { tunnel: lyon });
    moved = true;
    const answer = await ask(asked, 'live', { tunnel: lyon });
    expect(answer).toMatchObject({
      known: true,
      value: { children: [{ id: '31/deadbeef', name: 'r&d' }] },
    });
  });

  it('asks for each proxy ID where a version does not take the tunnel’s name alone, and remembers that', async () => {
    const second = flowDetail.replace('lyon:r&amp;d', 'lyon:web').replace('<id>12</id>', '<id>13</id>');
    const two = lyonOnly.replace(
      '</IPSec>',
      `${lyonOnly
        .match(/<entry>.*<\/entry>/s)?.[0]
        .replace('lyon:r&amp;d', 'lyon:web')
        .replace('<id>12</id>', '<id>13</id>')}</IPSec>`,
    );
    const fw = await firewall(
      answers({
        'flow><name': ok(''),
        'tunnel-id>13': second,
        ...usual,
        '<flow></flow>': two,
        '<flow>': two,
      }),
    );
    const asked = device(fw);
    for (let times = 0; times < 2; times += 1) {
      const answer = await ask(asked, 'live', { tunnel: tunnel('lyon') });
      if (!answer.known) throw new Error(answer.says);
      expect(
        answer.value.children.filter((child) => !child.beingReplaced).map((child) => child.name),
      ).toEqual(['r&d', 'web']);
      expect(answer.value.missingChildren).toEqual(['odd']);
    }
    expect(fw.commands().filter((cmd) => cmd.includes('<flow><name>'))).toHaveLength(1);
  });

  it('does not take empty text for "no tunnels"', async () => {
    for (const nothing of [
      '<response status="success"><result/></response>',
      '<response status="success"><result><![CDATA[]]></result></response>',
    ]) {
      const fw = await firewall(answers({ ...usual, '<flow>': nothing }));
      expect(await ask(device(fw), 'live', { tunnel: lyon })).toMatchObject({
        known: false,
        reason: 'unreadable',
      });
      expect(await ask(device(fw), 'overview')).toMatchObject({ known: false, reason: 'unreadable' });
    }
  });
});

describe('the log', () => {
  const started =
    '<response status="success" code="19"><result><msg><line>query job enqueued with jobid 7</line></msg><job>7</job></result></response>';
  const unfinished = ok(
    '<job><status>ACT</status><id>7</id></job><log><logs count="0" progress="20"/></log>',
  );
  const base = {
    ...usual,
    'action=get': fixtureText('log-vpn'),
    'action=finish': ok(''),
    'log-type=': started,
  };

  it('is a job that is polled until it is finished, in the device’s own time', async () => {
    let polls = 0;
    const fw = await firewall(
      answers({
        ...base,
        'action=get': () => {
          polls += 1;
          return polls < 3 ? unfinished : fixtureText('log-vpn');
        },
      }),
    );
    const answer = await ask(device(fw), 'log', {
      tunnel: lyon,
      from: '2026-03-02T13:00:00.000Z',
      to: '2026-03-02T16:00:00.000Z',
      limit: 2,
    });
    if (!answer.known) throw new Error(answer.says);
    expect(answer.value).toMatchObject({
      vendor: 'panos',
      truncated: true,
      from: '2026-03-02T13:00:00.000Z',
    });
    expect(answer.value.lines.map((line) => line.eventId)).toEqual([
      'tunnel-status-down',
      'ike-nego-p1-fail-common',
    ]);
    const query = fw.asked.find(({ form }) => form.has('query'))?.form;
    expect(query?.get('query')).toBe(
      "( subtype eq vpn ) and ( receive_time geq '2026/03/02 13:00:00' ) and ( receive_time leq '2026/03/02 16:00:00' )",
    );
    expect(query?.get('dir')).toBe('backward');
    expect(polls).toBe(3);
    expect(fw.commands().filter((command) => command.startsWith('finish'))).toEqual([]);
  });

  it('that is never finished is ended, and a gap', async () => {
    const fw = await firewall(answers({ ...base, 'action=get': unfinished }));
    const answer = await ask(device(fw, { timeouts: { logMs: 800 } }), 'log', { tunnel: lyon });
    expect(answer).toMatchObject({ known: false, reason: 'timeout' });
    await expect.poll(() => fw.commands()).toContain('finish 7');
  });

  it('that nobody waits for any more is ended too', async () => {
    const fw = await firewall(answers({ ...base, 'action=get': unfinished }));
    const leave = new AbortController();
    const asked = ask(device(fw), 'log', { tunnel: lyon }, 10_000, leave.signal);
    await expect.poll(() => fw.commands()).toContain('get 7');
    leave.abort();
    expect(await asked).toMatchObject({ known: false, reason: 'timeout' });
    await expect.poll(() => fw.commands()).toContain('finish 7');
  });

  it('behind Panorama is Panorama’s, filtered by serial and without target', async () => {
    const fw = await firewall(answers(base));
    await ask(device(fw, { panorama: { target: '0123' } }), 'log', { tunnel: lyon });
    const query = fw.asked.find(({ form }) => form.has('query'))?.form;
    expect(query?.get('query')).toContain("( serial eq '0123' )");
    expect(query?.has('target')).toBe(false);
  });

  it('of changes tells who, what and where, never a value', async () => {
    const row =
      '<entry><time_generated>2026/03/02 15:00:00</time_generated><admin>kim</admin><cmd>edit</cmd><path>network ike gateway gw-a</path><before-change-detail>key one</before-change-detail><after-change-detail>key two</after-change-detail></entry>';
    const fw = await firewall(
      answers({
        ...base,
        'action=get': ok(`<job><status>FIN</status></job><log><logs count="1">${row}</logs></log>`),
      }),
    );
    const answer = await ask(device(fw), 'changes');
    if (!answer.known) throw new Error(answer.says);
    expect(answer.value.edits).toMatchObject({
      known: true,
      value: [
        { at: '2026-03-02T15:00:00.000Z', who: 'kim', command: 'edit', path: 'network ike gateway gw-a' },
      ],
    });
    expect(JSON.stringify(answer)).not.toContain('key one');
  });
});

describe('the path', () => {
  const inside = ok(
    '<dp>dp0</dp><ifnet><name>tunnel.4</name><zone>vpn</zone><vr>vr-main</vr><addr><member>10.255.4.1/30</member></addr></ifnet>',
  );
  const session = (what: string): string =>
    `<entry><source>203.0.113.77</source><dst>198.51.100.7</dst><dport>500</dport><proto>17</proto><state>DISCARD</state><application>${what}</application><security-rule>deny-any</security-rule><from>untrust</from><to>untrust</to><ingress>ethernet1/1</ingress><egress>ethernet1/1</egress></entry>`;
  const table = {
    ...usual,
    '<interface>': inside,
    '<ip>10.5.0.1<': ok('<nh>interface</nh><interface>tunnel.4</interface>'),
    '<ip>203.0.113.77<': ok('<nh>ip</nh><ip>198.51.100.1</ip><interface>ethernet1/1</interface>'),
    '<source>': ok(session('ike')),
    '<destination>': ok(''),
    '<to>vpn': ok(
      session('web').replace('<egress>ethernet1/1', '<egress>tunnel.4').replace('203.0.113.77', '10.4.0.9'),
    ),
    '<from>vpn': ok(''),
  };

  it('tells interface, zone, router, both ways and what is dropped', async () => {
    const fw = await firewall(answers(table));
    const answer = await ask(device(fw), 'path', { tunnel: lyon });
    if (!answer.known) throw new Error(answer.says);
    expect(answer.value.interface).toEqual({
      name: 'tunnel.4',
      zone: 'vpn',
      router: 'vr-main',
      address: '10.255.4.1/30',
      up: null,
    });
    expect(answer.value.toPeer).toEqual({
      destination: '203.0.113.77',
      interface: 'ethernet1/1',
      nextHop: '198.51.100.1',
      found: true,
    });
    expect(answer.value.toRemote).toEqual([
      { destination: '10.5.0.1', interface: 'tunnel.4', nextHop: null, found: true },
    ]);
    expect(answer.value.hasBackupRoute).toBe(true);
    expect(answer.value.denied).toMatchObject({
      value: [
        { what: 'ike', rule: 'deny-any' },
        { what: 'inner', rule: 'deny-any' },
      ],
    });
  });

  it('tells "no route" from "could not tell"', async () => {
    const without = await firewall(
      answers({
        ...table,
        '<ip>10.5.0.1<': ok('<nh>none</nh>'),
        '<ip>203.0.113.77<': '<response status="error" code="17"/>',
      }),
    );
    const answer = await ask(device(without), 'path', { tunnel: lyon });
    expect(answer).toMatchObject({
      known: true,
      value: { toRemote: [{ found: false }], toPeer: { found: null } },
    });
  });

  it('is a gap when no table of sessions could be read: "nothing dropped" would be a guess', async () => {
    const refused = '<response status="error" code="16"/>';
    const fw = await firewall(
      answers({
        ...table,
        '<source>': refused,
        '<destination>': refused,
        '<to>vpn': refused,
        '<from>vpn': refused,
      }),
    );
    expect(await ask(device(fw), 'path', { tunnel: lyon })).toMatchObject({
      known: false,
      reason: 'unauthorized',
    });
  });

  it('asks logical routers where advanced routing is on', async () => {
    const advanced = systemInfo.replace('</system>', '<advanced-routing>on</advanced-routing></system>');
    const fw = await firewall(answers({ ...table, 'system><info': advanced }));
    await ask(device(fw), 'path', { tunnel: lyon });
    const lookups = fw.commands().filter((command) => command.includes('fib-lookup'));
    expect(lookups.length).toBeGreaterThan(0);
    for (const lookup of lookups) expect(lookup).toContain('<logical-router>vr-main</logical-router>');
  });
});

describe('drop counters', () => {
  it('are exact and carry their meaning', async () => {
    const fw = await firewall(
      answers({
        ...usual,
        '<counter>': ok(
          '<global><t>9</t><counters><entry><name>flow_tunnel_ipsec_wrong_spi</name><value>9007199254740993</value><desc>No SA for the SPI</desc></entry></counters></global>',
        ),
      }),
    );
    expect(await ask(device(fw), 'drops')).toMatchObject({
      known: true,
      value: [
        { name: 'flow_tunnel_ipsec_wrong_spi', value: 9007199254740993n, meaning: 'No SA for the SPI' },
      ],
    });
  });
});
