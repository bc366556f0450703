// What a PAN-OS device tells around a tunnel: certificates, counters of sizes, commits, forwarding by policy, tried packets, and refusals.

import { describe, expect, it } from 'vitest';
import type { Device } from '../../../../src/domain/device.js';
import type { PanosTold } from '../../../deviceSettings.js';
import { fixtureText, tunnel } from '../../../unit/vendors/panos/fixture.js';
import { answers, ask, clockNow, haOff, ok, systemInfo } from './scriptedFirewall.js';
import { scriptedStage } from './scriptedStage.js';

const { firewall, device } = scriptedStage();
async function deviceWith(
  table: Readonly<Record<string, string>>,
  overrides: Partial<PanosTold> = {},
): Promise<Device> {
  return device(await firewall(answers({ ...base, ...table })), overrides);
}

const base = { 'high-availability': haOff, '<clock>': clockNow, 'system><info': systemInfo };
const lyon = { ...tunnel('lyon'), children: tunnel('lyon').children.slice(0, 1) };
/** The code of a wrong key, but the key is known: its role lacks a right. */
const mayNotRun =
  "<response status = 'error' code = '403'><result><msg>Type [op] not authorized for user role.</msg></result></response>";
const refused = '<response status="error" code="16"><msg><line>Unauthorized request</line></msg></response>';

describe('certificates', () => {
  const entry = (name: string, more: string): string =>
    `<entry name="${name}"><issuer>/CN=ca</issuer><not-valid-before>Jun 19 08:36:12 2025 GMT</not-valid-before><not-valid-after>Jun 18 08:36:12 2026 GMT</not-valid-after><expiry-epoch>1781771772</expiry-epoch>${more}</entry>`;

  it('are read from the shared configuration, with their dates and without their keys', async () => {
    const own = entry('gw', '<subject>/CN=gw</subject><ca>no</ca><private-key>never-seen</private-key>');
    const authority = entry('ca', '<subject>/CN=ca</subject><ca>yes</ca>');
    const device = await deviceWith({
      'shared/certificate': ok(`<certificate>${own}${authority}</certificate>`),
    });
    const answer = await ask(device, 'certificates');
    expect(answer).toMatchObject({
      known: true,
      value: [
        {
          name: 'gw',
          subject: '/CN=gw',
          issuer: '/CN=ca',
          notAfter: '2026-06-18T08:36:12.000Z',
          hasPrivateKey: true,
          use: 'own',
        },
        { name: 'ca', hasPrivateKey: false, use: 'authority' },
      ],
    });
    expect(JSON.stringify(answer)).not.toContain('never-seen');
  });

  it('that the role may not read are a gap that names the right', async () => {
    const answer = await ask(await deviceWith({ 'shared/certificate': refused }), 'certificates');
    expect(answer).toMatchObject({ known: false, reason: 'unauthorized' });
    expect(!answer.known && answer.remedy).toMatch(/Configuration/);
  });
});

describe('drop counters', () => {
  const counters = (name: string): string =>
    ok(
      `<global><t>9</t><counters><entry><name>${name}</name><value>7</value><desc>words</desc></entry></counters></global>`,
    );

  it('hold those of the aspect forward that tell of sizes', async () => {
    const device = await deviceWith({
      '<aspect>tunnel': counters('flow_tunnel_ipsec_wrong_spi'),
      '<aspect>forward': counters('flow_fwd_ip_df'),
    });
    const answer = await ask(device, 'drops');
    expect(answer.known && answer.value.map(({ name }) => name)).toEqual([
      'flow_tunnel_ipsec_wrong_spi',
      'flow_fwd_ip_df',
    ]);
  });

  it('are a gap when only a part could be read: no drop of size must not be a guess', async () => {
    const device = await deviceWith({
      '<aspect>tunnel': counters('flow_tunnel_ipsec_wrong_spi'),
      '<aspect>forward': refused,
    });
    expect(await ask(device, 'drops')).toMatchObject({ known: false, reason: 'unauthorized' });
  });
});

describe('changes', () => {
  const noRows = {
    'action=get': ok('<job><status>FIN</status></job><log><logs count="0"/></log>'),
    'type=log': ok('<job>7</job>'),
  };

  it('hold commits, failed ones and what waits', async () => {
    const job = (type: string, result: string): string =>
      `<job><tenq>2026/03/02 15:00:00</tenq><id>4</id><user>kim</user><type>${type}</type><status>FIN</status><result>${result}</result><details><line>gateway gw is invalid</line></details></job>`;
    const device = await deviceWith({
      ...noRows,
      '<jobs>': ok(
        job('CommitAll', 'OK') + job('Commit', 'FAIL') + job('WildFire', 'OK') + job('Content', 'OK'),
      ),
      'pending-changes': ok('yes'),
    });
    const answer = await ask(device, 'changes', { from: '2026-03-02T12:00:00.000Z' });
    if (!answer.known) throw new Error(answer.says);
    const { edits, commits, pending } = answer.value;
    expect(edits).toMatchObject({ known: true, value: [] });
    expect(commits.known && commits.value.map(({ kind, command }) => `${kind}: ${command}`)).toEqual([
      'commit: CommitAll',
      'failed-commit: Commit failed',
      'update: update (Content)',
    ]);
    expect(pending).toMatchObject({ known: true, value: true });
  });

  /** A row as a firewall prints it (panos-python's capture of an audit comment), with details in a form that nobody captured. */
  const row = (more: string): string =>
    `<entry logid="69"><receive_time>2026/03/02 15:00:00</receive_time><time_generated>2026/03/02 15:00:00</time_generated><subtype>1</subtype><cmd>edit</cmd><admin>kim</admin><client>Web</client><result>Succeeded</result><path> network ike gateway gw-a</path><full-path>/config/devices/entry[@name='localhost.localdomain']/network/ike/gateway/entry[@name='gw-a']</full-path>${more}</entry>`;
  const rows = (more: string): string =>
    ok(`<job><status>FIN</status></job><log><logs count="1">${row(more)}</logs></log>`);
  const detail = (id: string): string =>
    `gw-a { local-id { id ${id}; } authentication { pre-shared-key { key Planted-${id}; } } }`;

  it('have the values of settings before and after, and never a key', async () => {
    const device = await deviceWith({
      'action=get': rows(
        `<before-change-detail>${detail('a.example')}</before-change-detail><after-change-detail>${detail('b.example')}</after-change-detail>`,
      ),
      'type=log': ok('<job>7</job>'),
      '<jobs>': ok(''),
      'pending-changes': ok('no'),
    });
    const answer = await ask(device, 'changes');
    if (!answer.known || !answer.value.edits.known) throw new Error('the edits are known');
    expect(answer.value.edits.value).toMatchObject([
      {
        who: 'kim',
        settings: [{ setting: 'ike.local-id', before: 'a.example', after: 'b.example' }],
      },
    ]);
    expect(JSON.stringify(answer)).not.toContain('Planted');
  });

  it('are asked without values where a version refuses the details', async () => {
    const device = await deviceWith({
      'show-detail=yes':
        '<response status="error" code="17"><msg><line>show-detail is unexpected</line></msg></response>',
      'action=get': rows('<before-change-preview>d0c5e58b</before-change-preview>'),
      'type=log': ok('<job>7</job>'),
      '<jobs>': ok(''),
      'pending-changes': ok('no'),
    });
    const answer = await ask(device, 'changes');
    if (!answer.known || !answer.value.edits.known) throw new Error('the edits are known');
    const [edit] = answer.value.edits.value;
    expect(edit).toMatchObject({ who: 'kim', path: 'network ike gateway gw-a' });
    expect(edit?.settings).toBeUndefined();
  });

  describe('of a pair', () => {
    const event = (text: string): string =>
      `<entry logid="7"><receive_time>2026/03/02 15:00:00</receive_time><time_generated>2026/03/02 15:00:00</time_generated><subtype>ha</subtype><eventid>state-change</eventid><opaque>${text}</opaque></entry>`;
    const events = ok(
      `<job><status>FIN</status></job><log><logs count="3">${event('HA Group 1: Moved from state Passive to state Active')}${event('HA Group 1: Moved from state Initial to state Passive')}${event('HA1 connection up')}</logs></log>`,
    );
    const active = ok(
      '<enabled>yes</enabled><group><local-info><state>active</state></local-info><peer-info><state>passive</state></peer-info></group>',
    );
    const asked = async (of: Readonly<Record<string, string>>, ha = active) => {
      const told = { ...noRows, '<jobs>': ok(''), 'pending-changes': ok('no'), 'high-availability': ha };
      const answer = await ask(await deviceWith({ ...of, ...told }), 'changes', {
        from: '2026-03-02T12:00:00.000Z',
      });
      if (!answer.known) throw new Error(answer.says);
      return answer.value;
    };

    it('tell when this unit took over, and of nothing else that its log says of the pair', async () => {
      const { failovers } = await asked({ 'subtype eq ha': ok('<job>8</job>'), 'job-id=8': events });
      expect(failovers).toMatchObject({
        known: true,
        value: [expect.stringContaining('2026-03-02')],
      });
    });

    it('have a gap where that cannot be read, beside what can', async () => {
      const { failovers, edits } = await asked({ 'subtype eq ha': refused });
      expect(failovers).toMatchObject({ known: false, reason: 'unauthorized' });
      expect(edits.known).toBe(true);
    });

    it('ask nothing where there is no pair', async () => {
      const { failovers } = await asked({ 'subtype eq ha': refused }, haOff);
      expect(failovers).toBeUndefined();
    });
  });

  it('that one right hides are a gap that names it, and the others are told', async () => {
    const device = await deviceWith({ ...noRows, '<jobs>': refused, 'pending-changes': mayNotRun });
    const answer = await ask(device, 'changes');
    if (!answer.known) throw new Error(answer.says);
    const { edits, commits, pending } = answer.value;
    expect(edits.known).toBe(true);
    for (const hidden of [commits, pending]) {
      expect(hidden).toMatchObject({ known: false, reason: 'unauthorized' });
      expect(!hidden.known && hidden.remedy).toContain(
        'Device > Admin Roles > XML API > Operational Requests',
      );
    }
    expect(!commits.known && commits.says).toContain('`show jobs all`');
    const withoutLog = await deviceWith({
      '<jobs>': ok(''),
      'pending-changes': ok('no'),
      'type=log': refused,
    });
    const other = await ask(withoutLog, 'changes');
    if (!other.known) throw new Error(other.says);
    expect(!other.value.edits.known && other.value.edits.remedy).toContain('XML API > Log.');
    expect(other.value.pending).toMatchObject({ known: true, value: false });
  });
});

describe('the log behind Panorama', () => {
  it('without any line of the firewall is a gap and not a quiet tunnel', async () => {
    const device = await deviceWith(
      {
        'action=get': ok('<job><status>FIN</status></job><log><logs count="0"/></log>'),
        'type=log': ok('<job>7</job>'),
      },
      { panorama: { target: '0123' } },
    );
    const answer = await ask(device, 'log', { tunnel: lyon });
    expect(answer).toMatchObject({ known: false, reason: 'not-present' });
    expect(!answer.known && answer.remedy).toMatch(/Log Settings/);
  });
});

describe('the log of a firewall that is asked itself', () => {
  const polls = (newest: string) => {
    let asked = 0;
    return () => {
      asked += 1;
      return ok(
        `<job><status>FIN</status></job><log>${asked === 1 ? '<logs count="0"/>' : `<logs>${newest}</logs>`}</log>`,
      );
    };
  };
  const asks = async (newest: string) => {
    const started = await firewall(
      answers({ ...base, 'action=get': polls(newest), 'type=log': ok('<job>7</job>') }),
    );
    return ask(device(started), 'log', { tunnel: lyon });
  };

  it('is quiet when an older line shows that the log is kept, and says how old that is', async () => {
    const answer = await asks(
      '<entry><time_generated>2026/03/01 08:00:00</time_generated><opaque>x</opaque></entry>',
    );
    if (!answer.known) throw new Error(answer.says);
    expect(answer.value.lines).toEqual([]);
    expect(answer.value.notes?.join()).toContain('the newest is of 2026-03-01T08:00:00.000Z');
  });

  it('without any line at all is no quiet one', async () => {
    const answer = await asks('');
    expect(answer).toMatchObject({ known: false, reason: 'not-present' });
    expect(!answer.known && answer.says).toContain('not even of a commit');
  });
});

describe('the ways around a route', () => {
  const table = {
    'ike-sa': fixtureText('ike-sa-two-roles'),
    'tunnel-id': fixtureText('flow-detail-active'),
    '<flow>': fixtureText('flow-summary'),
    '<interface>tunnel.4': ok(
      '<dp>dp0</dp><ifnet><name>tunnel.4</name><zone>vpn</zone><vr>vr-main</vr></ifnet>',
    ),
    '<interface>ethernet1/2': ok(
      '<dp>dp0</dp><ifnet><name>ethernet1/2</name><zone>trust</zone><vr>vr-main</vr></ifnet>',
    ),
    '<ip>10.5.0.1<': ok('<nh>ip</nh><ip>198.51.100.1</ip><interface>ethernet1/1</interface>'),
    '<ip>203.0.113.77<': ok('<nh>ip</nh><ip>198.51.100.1</ip><interface>ethernet1/1</interface>'),
    '<fib-lookup>': ok('<nh>interface</nh><interface>ethernet1/2</interface>'),
    '<session>': ok(''),
  };

  it('are rules that forward into the tunnel, and what a packet would meet', async () => {
    const device = await deviceWith({
      ...table,
      '<pbf>': ok(
        '<entries><entry><name>to-lyon</name><id>1</id><action>Forward</action><egress-if>tunnel.4</egress-if></entry><entry><name>other</name><egress-if>ethernet1/5</egress-if></entry></entries>',
      ),
      'security-policy-match': ok(
        '<rules><entry name="deny-any"><index>9</index><action>deny</action></entry></rules>',
      ),
      'nat-policy-match': ok('<rules><entry>hide-all; index: 2</entry></rules>'),
    });
    const answer = await ask(device, 'path', { tunnel: lyon });
    if (!answer.known) throw new Error(answer.says);
    expect(answer.value.byPolicy).toMatchObject({
      known: true,
      value: [{ rule: 'to-lyon', interface: 'tunnel.4' }],
    });
    expect(answer.value.innerPolicy).toMatchObject({
      known: true,
      value: {
        fromZone: 'trust',
        toZone: 'vpn',
        rule: 'deny-any',
        allowed: false,
        translatedBy: { known: true, value: 'hide-all' },
      },
    });
  });

  it('are what the policy would do with IKE of the peer, which stays within the outside zone', async () => {
    const outside = {
      '<interface>ethernet1/1': ok(
        '<dp>dp0</dp><ifnet><name>ethernet1/1</name><zone>untrust</zone><vr>vr-main</vr></ifnet>',
      ),
      '<pbf>': ok('<entries/>'),
    };
    const answer = async (rules: string) => {
      const device = await deviceWith({ '<destination-port>500': ok(rules), ...table, ...outside });
      const path = await ask(device, 'path', { tunnel: lyon });
      if (!path.known) throw new Error(path.says);
      return path.value.outerPolicy;
    };
    const denied = await answer('<rules><entry name="deny-all"><action>deny</action></entry></rules>');
    expect(denied).toMatchObject({
      known: true,
      value: { peer: '203.0.113.77', zone: 'untrust', rule: 'deny-all', allowed: false },
    });
    expect(await answer('<rules/>')).toMatchObject({ known: true, value: { rule: null, allowed: true } });
    expect(await answer('<rules><entry>deny-all; index: 3</entry></rules>')).toMatchObject({ known: false });
  });

  it('are sessions with the peer that leave by another interface than its route', async () => {
    const session = (application: string, egress: string, state = 'ACTIVE') =>
      `<entry><source>198.51.100.7</source><dst>203.0.113.77</dst><dport>500</dport><proto>17</proto><state>${state}</state><application>${application}</application><egress>${egress}</egress></entry>`;
    const device = await deviceWith({
      '<filter><destination>203.0.113.77': ok(
        session('ike', 'ethernet1/9') +
          session('ike', 'ethernet1/1') +
          session('ipsec-esp', 'ethernet1/9', 'DISCARD'),
      ),
      ...table,
      '<pbf>': ok('<entries/>'),
    });
    const path = await ask(device, 'path', { tunnel: lyon });
    if (!path.known) throw new Error(path.says);
    expect(path.value.strayed).toMatchObject({
      known: true,
      value: [{ egress: 'ethernet1/9', text: 'ike to 203.0.113.77 leaves by ethernet1/9' }],
    });
  });

  it('that the role may not read are gaps, and the rest of the path is told', async () => {
    const device = await deviceWith({ ...table, '<pbf>': refused, 'policy-match': refused });
    const answer = await ask(device, 'path', { tunnel: lyon });
    if (!answer.known) throw new Error(answer.says);
    for (const part of [answer.value.byPolicy, answer.value.innerPolicy]) {
      expect(part).toMatchObject({ known: false, reason: 'unauthorized' });
      expect(!part.known && part.remedy).toMatch(/XML API > Operational Requests/);
    }
    expect(answer.value.toRemote[0]).toMatchObject({ found: true });
  });

  it('where a test is refused is no missing rule and no missing route', async () => {
    const device = await deviceWith({
      ...table,
      '<fib-lookup>': mayNotRun,
      '<ip>10.5.0.1<': mayNotRun,
      '<pbf>': ok('<entries/>'),
    });
    const answer = await ask(device, 'path', { tunnel: lyon });
    if (!answer.known) throw new Error(answer.says);
    expect(answer.value.toRemote[0]).toMatchObject({ found: null, gap: { reason: 'unauthorized' } });
    expect(answer.value.innerPolicy).toMatchObject({ known: false, reason: 'unauthorized' });
  });

  it('where the NAT policy is refused leave open whether a packet is translated', async () => {
    const device = await deviceWith({
      ...table,
      '<pbf>': ok('<entries/>'),
      'security-policy-match': ok('<rules><entry name="vpn"><action>allow</action></entry></rules>'),
      'nat-policy-match': refused,
    });
    const answer = await ask(device, 'path', { tunnel: lyon });
    if (!answer.known || !answer.value.innerPolicy.known) throw new Error('no policy');
    expect(answer.value.innerPolicy.value).toMatchObject({
      allowed: true,
      translatedBy: { known: false, reason: 'unauthorized' },
    });
  });

  it('of a table that the role may not read are not "no route leads into it"', async () => {
    const anyToAny = { ...lyon, routed: null, children: tunnel('lyon:r&d:lab').children };
    const device = await deviceWith({ '<route>': refused, ...table, '<pbf>': ok('<entries/>') });
    const answer = await ask(device, 'path', { tunnel: anyToAny });
    if (!answer.known) throw new Error(answer.says);
    expect(answer.value.toRemote).toMatchObject([{ found: null, gap: { reason: 'unauthorized' } }]);
  });
});
