// The message to a partner as a link that opens a mail with it.

import type { PartnerMessage } from './partnerMessage.js';

/** Mail programs that are started by a link take no more (Windows passes 2083 characters). */
const longestLink = 1900;

export interface MailLink {
  readonly link: string;
  readonly address: string;
  /** How much of the message is in it. */
  readonly holds: 'all' | 'short' | 'subject';
}

/** RFC 6068: lines end with CR LF, everything is percent-encoded. */
export function mailLink(address: string, { subject, text, short }: PartnerMessage): MailLink {
  const head = `mailto:${encodeURIComponent(address).replace(/%40/g, '@')}?subject=${encodeURIComponent(subject)}`;
  const bodies = [
    ['all', text],
    ['short', short],
  ] as const;
  for (const [holds, body] of bodies) {
    const link = `${head}&body=${encodeURIComponent(body.replace(/\r?\n/g, '\r\n'))}`;
    if (link.length <= longestLink) return { link, address, holds };
  }
  return { link: head, address, holds: 'subject' };
}

/** The partner's mail address: as declared, else the one among their contacts; null when there is none. */
export function mailOf(
  partner: { readonly mail?: string | null; readonly contact: string | null } | null,
): string | null {
  if (partner?.mail) return partner.mail;
  return (
    partner?.contact?.match(/[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+/)?.[0] ?? null
  );
}
