// What a parameter sheet is made of: sections, rows, how a value is compared, and what the other end was seen to carry.

export type SheetSection =
  | 'Contacts'
  | 'Gateways'
  | 'Phase 1 (IKE)'
  | 'Identification'
  | 'Phase 2 (IPsec)'
  | 'Networks'
  | 'Keeping it up';

/** `same`, `differs`, `empty` (not filled in) or `unclear` (cannot be compared: unreadable on our side or not understood). */
export type SheetOutcome = 'same' | 'differs' | 'empty' | 'unclear';

/** How a filled-in value is compared with what the row asks for. */
export type RowKind =
  | 'text'
  | 'address'
  | 'identity'
  | 'transforms'
  | 'group'
  | 'seconds'
  | 'networks'
  | 'yes-no'
  | 'version'
  | 'free';

/** A value that the other end was seen to carry, in the words of the sheet, which is written to the partner. */
export interface SeenValue {
  readonly value: string;
  readonly by: 'your log' | 'our log' | 'your sheet' | 'your configuration';
  /** ISO 8601 UTC; null when it is not known. */
  readonly at: string | null;
}

export interface SheetRow {
  /** Stable, so that a sheet that comes back can be read: `ike.encryption`, `net.1.local`. */
  readonly id: string;
  readonly section: SheetSection;
  readonly parameter: string;
  /** What our side runs. Empty: it does not apply or the device does not tell. */
  readonly ours: string;
  /** What the partner's side must carry, in the partner's own view: their local is our remote. */
  readonly yours: string;
  readonly kind: RowKind;
  readonly remark: string;
  /** The same value as the partner's product writes it, where that is another word: `aes256`. */
  readonly written?: string;
  /** Null when nothing showed what the other end carries. */
  readonly seen: (SeenValue & { readonly outcome: SheetOutcome }) | null;
}

export interface ParameterSheet {
  readonly tunnel: string;
  readonly ourName: string;
  readonly partner: string;
  /** ISO 8601 UTC: when the configuration was read. */
  readonly readAt: string;
  readonly rows: readonly SheetRow[];
}
