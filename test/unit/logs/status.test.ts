// Status outputs that people paste: SAs, states and counters of a table become what they prove, and no more.

import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';

function read(text: string) {
  return readLines(linesOf(text));
}

function firstOf(text: string) {
  const [first] = read(text).candidates;
  return first && `${first.cause} ${first.confidence}`;
}

const flow = (encap: number, decap: number, more = ''): string => `tunnel  tun-hub
        id:                     2
        peer ip:                203.0.113.1
        state:                  active
        local spi:              B3A8D0E2
        remote spi:             F1E2D3C4
        authentication errors:  0
        replay packets:         0
        encap packets:          ${encap}
        decap packets:          ${decap}
${more}`;

describe('the counters of one end', () => {
  it('make a tunnel likely healthy when both move', () => {
    expect(firstOf(flow(812, 799))).toBe('tunnel-up-healthy likely');
  });

  it('prove nothing when nobody sent', () => {
    expect(firstOf(flow(0, 0))).toBe('tunnel-up-healthy possible');
  });

  it('never make it healthy when packets go out and none come in', () => {
    expect(firstOf(flow(812, 0))).toBe('esp-blocked possible');
  });

  it('never make it healthy when packets come in and none go out', () => {
    expect(firstOf(flow(0, 812))).toBe('routing-missing possible');
  });

  it('count all SAs of a child together: a new one is unused at first', () => {
    const child = (dec: number, enc: number): string => `  dec:pkts/bytes=${dec}/1, enc:pkts/bytes=${enc}/1`;
    expect(
      firstOf(
        `name=hub ver=2 serial=1 198.51.100.1:0->203.0.113.9:0\nproxyid=net proto=0 sa=2 ref=2 serial=1\n${child(90, 80)}\n${child(0, 3)}`,
      ),
    ).toBe('tunnel-up-healthy likely');
  });
});

describe('a status output', () => {
  it('is read whole: its labels and zeros are no unknown lines', () => {
    const reading = read(flow(5, 5));
    expect(reading.recognized).toBe(reading.lines);
    expect(reading.unknownErrors).toEqual([]);
  });

  it('tells of the tunnel with the fault when it lists several', () => {
    const reading = read(`id    name      state     monitor   local-ip      peer-ip       tunnel-i/f
1     tun-a     active    up        198.51.100.9  203.0.113.11  tunnel.1
2     tun-b     active    down      198.51.100.9  203.0.113.12  tunnel.2`);
    expect(reading.candidates[0]?.cause).toBe('tunnel-monitor-failure');
    expect(reading.object).toBe('203.0.113.12');
    expect(reading.otherTunnels).toBe(1);
  });

  it('holds at one moment: no table cures what another one shows', () => {
    const monitor = flow(5, 5, '        monitor:                on\n          monitor status:       down');
    const table = `GwID/client IP  TnID   Peer-Address  Tunnel(Gateway)  Algorithm  SPI(in)  SPI(out)
1               2      203.0.113.1   tun-hub(gw-hub)  ESP/A256/SHA256    C3D2F0A1 8BB2A9E1`;
    expect(firstOf(`${monitor}\n${table}`)).toBe('tunnel-monitor-failure likely');
    expect(firstOf(`${table}\n${monitor}`)).toBe('tunnel-monitor-failure likely');
  });

  it('names no cause for a phase 1 without a phase 2', () => {
    const reading = read(`GwID/client IP  Peer-Address  Gateway Name  Role Mode Algorithm
3               203.0.113.40  gw-porto      Resp Main PSK/DH5/A256/SHA1
There is no IPSec SA found.`);
    expect(reading.candidates).toEqual([]);
    expect(reading.furthest).toBe('authenticated');
  });

  it('reads drops by replay as such, when they are more than noise', () => {
    const statistics = (errors: number): string =>
      `  Encrypted packets:  8120\n  Decrypted packets:  9120\n  AH authentication failures: 0, Replay errors: ${errors}`;
    expect(firstOf(statistics(3))).toBe('tunnel-up-healthy possible');
    expect(firstOf(statistics(4000))).toBe('other possible');
  });

  it('tells the directions of a kernel apart without knowing which end it is', () => {
    const sa = (from: string, to: string, packets: number): string =>
      `src ${from} dst ${to}\n\tproto esp spi 0xc9a1b2c3 reqid 1 mode tunnel\n\tlifetime current:\n\t  ${packets * 84}(bytes), ${packets}(packets)`;
    const both = (forth: number, back: number): string =>
      `${sa('198.51.100.1', '203.0.113.9', forth)}\n${sa('203.0.113.9', '198.51.100.1', back)}`;
    expect(firstOf(both(10, 10))).toBe('tunnel-up-healthy likely');
    expect(firstOf(both(10, 0))).toBe('esp-blocked possible');
    expect(firstOf(both(0, 10))).toBe('esp-blocked possible');
  });
});
