// What an attempt got past, what stays with its child SA, and which of several tunnels a log is judged by.

import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';

const causes = (...lines: string[]) =>
  readLines(linesOf(lines.join('\n'))).candidates.map(({ cause }) => cause);

describe('a first message that could not be sent', () => {
  const initiating = '10:00:00 gw charon: 05[IKE] initiating IKE_SA hub[1] to 203.0.113.9';
  const notSent = '10:00:00 gw charon: 03[NET] error writing to socket: Network is unreachable';
  const again = '10:00:04 gw charon: 06[IKE] retransmit 1 of request with message ID 0';

  it('is a matter of the route while nothing comes back', () => {
    expect(causes(initiating, notSent, again)[0]).toBe('routing-missing');
  });

  it('is overcome when the peer answers the next one', () => {
    const answered =
      '10:00:04 gw charon: 07[ENC] parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]';
    expect(causes(initiating, notSent, again, answered)).not.toContain('routing-missing');
  });
});

describe('selectors that came back other than asked', () => {
  const asked = '"l2tp" #2: STATE_QUICK_I1: initiate';
  const returned =
    '"l2tp" #2: our client subnet returned doesn\'t match my proposal - us:10.1.0.5/32 vs them:203.0.113.5/32';
  const up = (mode: string): string =>
    `"l2tp" #2: STATE_QUICK_I2: sent QI2, IPsec SA established ${mode} mode {ESP=>0xc0ffee01 <0xc0ffee02 NATOA=none DPD=passive}`;

  it('stay a fault of the tunnel that comes up with them', () => {
    expect(causes(asked, returned, up('tunnel'))[0]).toBe('traffic-selector-mismatch');
  });

  it('are none in transport mode, where NAT changes the addresses of the hosts themselves', () => {
    expect(causes(asked, returned, up('transport'))).toEqual(['tunnel-up-healthy']);
  });

  it('say nothing of the L2TP tunnel inside, which is no peer of IKE', () => {
    const inside = 'xl2tpd[44]: Maximum retries exceeded for tunnel 4711.  Closing.';
    expect(causes(asked, returned, up('transport'), inside)).not.toContain('dpd-timeout');
  });
});

describe('a phase 2 that was asked for under a name of its own', () => {
  const gateway = [
    '"site/1x0" #1: initiating IKEv1 Main Mode connection',
    '"site/1x0" #1: IKE SA established {auth=PRESHARED_KEY cipher=AES_CBC_256 integ=HMAC_SHA2_256 group=MODP2048}',
  ];

  it('and has no answer yet: the tunnel is not called healthy', () => {
    expect(causes(...gateway, '"site/2x0" #2: sent Quick Mode request')).not.toContain('tunnel-up-healthy');
  });
});

describe('an offer that no connection takes', () => {
  it('is refused here: the notification that is sent then is only what follows', () => {
    const reading = readLines(
      linesOf(
        [
          'packet from 203.0.113.9:500: initial parent SA message received on 198.51.100.1:500 but no suitable connection found with IKEv2 policy',
          'packet from 203.0.113.9:500: responding to IKE_SA_INIT (34) message (Message ID 0) from 203.0.113.9:500 with unencrypted notification NO_PROPOSAL_CHOSEN',
        ].join('\n'),
      ),
    );
    expect(reading.candidates[0]?.cause).toBe('unknown-peer');
  });
});

describe('a record that carries the states of both phases', () => {
  const record = (details: string): string =>
    JSON.stringify({
      event_timestamp: 1_780_000_000,
      ike_phase1_state: 'established',
      ike_phase2_state: 'down',
      details,
    });

  it('is read by its message, also where no signature knows that', () => {
    expect(
      causes(record('Request for CHILD_SA refused: traffic selectors do not match the configured ones'))[0],
    ).toBe('traffic-selector-mismatch');
  });

  it('says that phase 2 failed when its message says nothing', () => {
    expect(causes(record('AWS tunnel is looking at the clouds'))).not.toContain('traffic-selector-mismatch');
  });
});

describe('lines without a name before those of a tunnel that stands', () => {
  const up = [
    'Nov 29 10:05:00 annex charon: 05[IKE] <annex|7> IKE_SA annex[7] established between 192.0.2.61[o.example]...192.0.2.77[p.example]',
    'Nov 29 10:05:00 annex charon: 05[IKE] <annex|7> CHILD_SA annex{9} established with SPIs c0ffee01_i c0ffee02_o and TS 10.7.0.0/24 === 10.8.0.0/24',
  ];

  it.each([
    ['the words of another product', ['racoon: ERROR: HASH mismatched'], 'psk-mismatch'],
    ['no prefix of its daemon', ['VPN: phase 1: pre-shared key mismatch with the peer'], 'psk-mismatch'],
    [
      'other addresses',
      [
        'Nov 29 10:00:00 gw charon: 05[NET] sending packet: from 198.51.100.1[500] to 203.0.113.9[500] (336 bytes)',
        'Nov 29 10:00:01 gw charon: 05[IKE] received NO_PROPOSAL_CHOSEN notify error',
      ],
      'proposal-rejected-by-peer',
    ],
  ])('are no part of it when they have %s', (_what, lines, cause) => {
    expect(causes(...lines, ...up)[0]).toBe(cause);
  });

  it('are of it when they stand between the same addresses', () => {
    expect(
      causes(
        'Nov 29 10:00:00 gw charon: 05[NET] sending packet: from 192.0.2.61[500] to 192.0.2.77[500] (336 bytes)',
        'Nov 29 10:00:01 gw charon: 05[IKE] received NO_PROPOSAL_CHOSEN notify error',
        ...up,
      )[0],
    ).toBe('tunnel-up-healthy');
  });
});
