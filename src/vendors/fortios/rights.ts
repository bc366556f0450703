// Which right of an admin profile a request needs, in the words of `config system accprofile`.

import type { Right } from './readTemplate.js';

/**
 * @param request in words
 * @param told the device's own words; empty when it said none
 */
export function lackingRight(
  right: Right,
  request: string,
  told: string,
): { readonly says: string; readonly remedy: string } {
  const says = `The API user may not read \`${request}\`${told === '' ? '.' : `: "${told}".`}`;
  if (right === 'any')
    return {
      says,
      remedy:
        'Every admin profile may read it: check that the API user has a profile, and the virtual domain that is asked.',
    };
  return { says, remedy: `${grantOf(right)} (System > Admin Profiles, or config system accprofile).` };
}

/** `sysgrp.cfg` is a part of the group `sysgrp`, which may be given as a whole. */
function grantOf(right: Right): string {
  const [group = '', part] = right.split('.');
  return part === undefined
    ? `Set ${group} to read in the admin profile of the API user`
    : `Set ${group} to read in the admin profile of the API user, or to custom with ${part} read`;
}
