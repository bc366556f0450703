// What a request to a FortiGate is made of: all of them are data, and all of them are GET.

/** A right of an admin profile (`config system accprofile`), as its command line names it; `any`: every administrator has it. */
export type Right =
  | 'any'
  | 'vpngrp'
  | 'sysgrp.cfg'
  | 'netgrp.cfg'
  | 'netgrp.route-cfg'
  | 'fwgrp.policy'
  | 'fwgrp.address'
  | 'loggrp.data-access';

export interface ReadTemplate {
  /** Below `/api/v2/`; `{name}` stands for a value. */
  readonly path: string;
  /** Fields of the query besides `vdom`, which is always sent; `{name}` stands for a value. */
  readonly query?: Readonly<Record<string, string>>;
  readonly right: Right;
  /** `captured`: answers of real devices are public in this shape. `documented`: only described, no capture. */
  readonly basis: 'captured' | 'documented';
}

/** Only these fields of a table are asked for: keys never leave the device, and replies stay small. */
export function fields(...names: readonly string[]): Readonly<Record<string, string>> {
  return { format: names.join('|') };
}
