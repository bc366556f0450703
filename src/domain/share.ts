// What tunnels have in common: the peer, the interface or address that they leave by, the partner, the firewall or what happened to it, the region.

/** From the one that says most of a cause to the one that says least; `event` is what happened to a device just before. */
export const shareKinds = ['event', 'peer', 'interface', 'address', 'partner', 'device', 'region'] as const;
type ShareKind = (typeof shareKinds)[number];

export interface Share {
  readonly kind: ShareKind;
  /** Whose event, interface or address it is; null for a peer, a partner and a region. */
  readonly device: string | null;
  /** The address, the interface, the partner, the device or the region; a sentence for an event. */
  readonly value: string;
  /** How many tunnels of the fleet share it, those that do not fail included. */
  readonly of: number;
}

/** What they have in common, as it follows "they": `leave fw-paris by ethernet1/1`. */
export function shareText({ kind, device, value }: Share): string {
  switch (kind) {
    case 'event':
      return `broke about when this happened: ${value.replace(/\.$/, '')}`;
    case 'peer':
      return `lead to the peer ${value}`;
    case 'interface':
      return `leave ${device ?? ''} by ${value}`;
    case 'address':
      return `leave ${device ?? ''} with the address ${value}`;
    case 'partner':
      return `lead to ${value}`;
    case 'device':
      return `end on ${value}`;
    case 'region':
      return `end in the region ${value}`;
  }
}

/** Behind a count: ` on fw-paris ethernet1/1`; empty where nothing is shared. */
export function sharePlace(share: Share | null): string {
  switch (share?.kind) {
    case 'peer':
    case 'partner':
      return ` to ${share.value}`;
    case 'interface':
    case 'address':
      return ` on ${share.device ?? ''} ${share.value}`;
    case 'device':
      return ` on ${share.value}`;
    case 'region':
      return ` in ${share.value}`;
    default:
      return '';
  }
}
