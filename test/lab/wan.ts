// What the network between the two ends can do to them: drop, translate, shrink.
import { WAN_INTERFACE } from './namespaces.js';
import { must } from './shell.js';
import { otherSide, type Side } from './spec.js';

/** The provider's network. All faults add up until `clear`. */
export interface Wan {
  /** Drops UDP to and from a port in both directions. */
  blockUdp(port: 500 | 4500): Promise<void>;
  /** Drops ESP in UDP that comes from this side; IKE on port 4500 (four zero bytes first) still passes. */
  blockEsp(from: Side): Promise<void>;
  /** Drops everything that comes from this side. */
  cut(from: Side): Promise<void>;
  /** Drops IP fragments in both directions, as many firewalls do. */
  dropFragments(): Promise<void>;
  /** Hides left behind wan's address on the right side (masquerade). */
  nat(): Promise<void>;
  clear(): Promise<void>;
}

const DROPS = `table inet lab { chain path { type filter hook forward priority 0; policy accept; }; }`;
const NAT = `table ip labnat { chain out { type nat hook postrouting priority 100; policy accept;
  oifname "${WAN_INTERFACE.right}" masquerade; }; }`;

export function makeWan(namespace: string): Wan {
  const nft = async (input: string): Promise<void> => {
    await must('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], { input: `${input}\n` });
  };
  const drop = (match: string): Promise<void> => nft(`${DROPS}\nadd rule inet lab path ${match} drop`);
  const from = (side: Side): string =>
    `iifname "${WAN_INTERFACE[side]}" oifname "${WAN_INTERFACE[otherSide(side)]}"`;
  return {
    blockUdp: async (port) => {
      await drop(`udp dport ${port}`);
      await drop(`udp sport ${port}`);
    },
    blockEsp: (side) => drop(`${from(side)} udp sport 4500 @th,64,32 != 0`),
    cut: (side) => drop(from(side)),
    dropFragments: () => drop('ip frag-off & 0x3fff != 0'),
    nat: () => nft(NAT),
    clear: () => nft('flush ruleset'),
  };
}
