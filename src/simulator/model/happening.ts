// What an end's IKE daemon and tunnels live through, in no vendor's words: each device prints it in its own.
import type { Identity } from './spec.js';

export type Role = 'initiator' | 'responder';

interface Address {
  readonly address: string;
  readonly port: number;
}

/** Both ends of an exchange as one of them sees them. */
export interface Ends {
  readonly own: Address;
  readonly peer: Address;
}

export const NO_SPI = '0000000000000000';

export interface IkeExchange {
  readonly version: 1 | 2;
  readonly mode: 'main' | 'aggressive';
  readonly role: Role;
  readonly ends: Ends;
  /** `initiator:responder`, 16 hex digits each; the second all zero: no reply ever came. */
  readonly spis: string;
  readonly rekey: boolean;
}

export interface ChildExchange {
  readonly version: 1 | 2;
  readonly role: Role;
  readonly ends: Ends;
  /** SPIs of the IKE SA that carries it. */
  readonly ikeSpis: string;
  readonly messageId: string;
  /** Serial number of the IKE SA that carries it. */
  readonly parent: number;
  readonly rekey: boolean;
  /** It rides in IKE_AUTH (RFC 7296 section 1.2). */
  readonly inAuth: boolean;
}

/** SPIs of a child SA as one end sees them. */
export interface SpiPair {
  readonly inbound: number;
  readonly outbound: number;
}

export interface MissingParameter {
  readonly parameter: 'enc' | 'hash' | 'dh';
  /** First value that the responder has configured, by its name in the model. */
  readonly configured: string;
}

/** Names as RFC 7296 section 3.10.1 and RFC 2408 section 3.14.1 write them, with underscores. */
interface Notify {
  readonly name: string;
  /** Its number in IKEv1. */
  readonly code: number;
  readonly version: 1 | 2;
}

export type Happening =
  | { readonly what: 'ike-started'; readonly ike: IkeExchange }
  | { readonly what: 'ike-failed'; readonly ike: IkeExchange; readonly why: 'timeout' | 'refused' }
  | {
      readonly what: 'ike-succeeded';
      readonly ike: IkeExchange;
      readonly serial: number;
      readonly lifetimeSeconds: number;
    }
  /** A request of somebody for whom this end has no gateway. */
  | { readonly what: 'peer-unknown'; readonly ike: IkeExchange }
  /** A request in an IKE version that this gateway does not speak. */
  | { readonly what: 'version-refused'; readonly ike: IkeExchange }
  | { readonly what: 'mode-refused'; readonly ike: IkeExchange }
  /** `missing`: what of the own settings was not offered; null: the authentication method of IKEv1. */
  | {
      readonly what: 'ike-proposal-refused';
      readonly ike: IkeExchange;
      readonly missing: MissingParameter | null;
    }
  /** `said`: the log that the API gives names the key. */
  | { readonly what: 'key-refused'; readonly ike: IkeExchange; readonly said: boolean }
  | {
      readonly what: 'identity-refused';
      readonly ike: IkeExchange;
      readonly payload: 'ID_I' | 'ID_R';
      readonly sent: Identity;
    }
  | { readonly what: 'certificate-refused'; readonly ike: IkeExchange; readonly reason: string }
  | { readonly what: 'method-refused'; readonly ike: IkeExchange }
  /** A payload of NAT traversal that this end did not ask for. */
  | { readonly what: 'payload-unexpected'; readonly ike: IkeExchange }
  /** A notify that nothing protects, which is not believed. */
  | { readonly what: 'notify-unprotected'; readonly ike: IkeExchange }
  | {
      readonly what: 'notify-received';
      readonly notify: Notify;
      readonly ike?: IkeExchange;
      readonly child?: ChildExchange;
    }
  | { readonly what: 'notify-sent'; readonly notify: Notify }
  | { readonly what: 'peer-dead'; readonly version: 1 | 2; readonly ends: Ends; readonly spis: string }
  | {
      readonly what: 'ike-deleted';
      readonly by: 'us' | 'peer';
      readonly ends: Ends;
      readonly spis: string;
    }
  | { readonly what: 'ike-expired'; readonly ends: Ends; readonly spis: string }
  | { readonly what: 'child-started'; readonly child: ChildExchange }
  | { readonly what: 'child-failed'; readonly child: ChildExchange; readonly why: 'timeout' | 'refused' }
  | { readonly what: 'child-succeeded'; readonly child: ChildExchange; readonly spis: SpiPair }
  /** The responder's view: its local is what the peer calls remote. */
  | {
      readonly what: 'selectors-refused';
      readonly child: ChildExchange;
      readonly local: string;
      readonly remote: string;
    }
  | { readonly what: 'child-proposal-refused'; readonly child: ChildExchange }
  /** Groups by their name in the model, `no-pfs` for none. */
  | {
      readonly what: 'pfs-refused';
      readonly child: ChildExchange;
      readonly own: string;
      readonly offered: string;
    }
  | {
      readonly what: 'key-installed';
      readonly ends: Ends;
      readonly ikeSpis: string;
      readonly role: Role;
      readonly spis: SpiPair;
      readonly lifetimeSeconds: number;
    }
  | {
      readonly what: 'key-gone';
      readonly how: 'deleted' | 'expired';
      readonly ends: Ends;
      readonly spis: SpiPair;
    }
  | { readonly what: 'key-delete-sent'; readonly inbound: number }
  | { readonly what: 'key-delete-received'; readonly outbound: number }
  | { readonly what: 'config-loaded'; readonly phase: 1 | 2 }
  /** What the monitor of the tunnel found. */
  | { readonly what: 'monitor-changed'; readonly up: boolean };

/** What a happening is about: the gateway, its copy, the tunnel, one row of the tunnel, or nothing the device can name. */
export type About = 'gateway' | 'twin' | 'tunnel' | 'nothing' | AboutRow;

export interface AboutRow {
  readonly row: number;
  /** Name of its selectors; null where the tunnel has none and carries any to any. */
  readonly selectors: string | null;
}
