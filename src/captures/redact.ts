// Replies made fit to leave the house: secrets and free words gone, names and public addresses replaced by the same others everywhere.

import type { CapturedReply } from '../domain/capture.js';
import { removed, scrub } from '../domain/secrets/index.js';
import { AddressBook } from './addresses.js';
import { isEmptied, withLeaves } from './fields.js';
import { NameBook, type TextOf } from './nameBook.js';
import type { Named } from './named.js';

/** The body of a certificate: its owner in a form that no replacement reaches. */
const certificate = /(-----BEGIN [A-Z\d ]{1,40}-----)[\s\S]*?(-----END [A-Z\d ]{1,40}-----)/g;

export interface Redaction {
  redacted(form: CapturedReply['form'], text: string): string;
  /** What is told of it: how many of each were replaced, and names that had to stay. */
  told(): { readonly names: number; readonly networks: number; readonly left: readonly string[] };
}

/** @param texts everything that is kept of one capture, so that a name is the same in each of its files. */
export function redactionFor(
  texts: readonly TextOf[],
  names: readonly Named[],
  keepsAddresses: boolean,
): Redaction {
  const nameBook = new NameBook(names, texts);
  const addressBook = new AddressBook(texts.map(({ text }) => text));
  return {
    redacted(form, text) {
      const emptied = withLeaves(form, text, (leaf) =>
        isEmptied(leaf.field) && leaf.text !== ''
          ? removed
          : scrub(leaf.text.replace(certificate, `$1${removed}$2`)).text,
      );
      const renamed = nameBook.renamed(emptied);
      return keepsAddresses ? renamed : addressBook.renumbered(renamed);
    },
    told: () => ({ names: nameBook.size, networks: addressBook.networks, left: nameBook.left }),
  };
}
