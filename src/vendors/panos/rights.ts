// Which right of an admin role a request needs, in the words of the role editor.

import type { Form } from './reads.js';

/** The switches of the tab XML API, by the type of a request. */
const switches: Readonly<Record<string, string>> = {
  op: 'Operational Requests',
  log: 'Log',
  config: 'Configuration',
};

export function rightFor(form: Form): string {
  return switches[form.type ?? ''] ?? 'Operational Requests';
}

export interface LackingRight {
  readonly says: string;
  readonly remedy: string;
}

/**
 * @param behindPanorama the API user is then one of Panorama, whose roles stand there
 * @param told the device's own words after the colon; empty when it said none
 */
export function lackingRight(
  form: Form,
  request: string,
  told: string,
  behindPanorama: boolean,
): LackingRight {
  const name = rightFor(form);
  const editor = behindPanorama ? 'Panorama > Admin Roles' : 'Device > Admin Roles';
  return {
    says: `The API user may not run \`${request}\`${told === '' ? '.' : `: "${told}".`}`,
    remedy: `Switch ${name} on in the role of the API user: ${editor} > XML API > ${name}.`,
  };
}
