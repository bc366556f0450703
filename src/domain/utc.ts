// A moment in UTC, as plain text: for people in another organization, and wherever two times of one day stand side by side.

/** `2026-11-21 02:13:44 UTC`; the text itself when it is no moment. */
export function momentUtc(at: string): string {
  const iso = isoOf(at);
  return iso === null ? at : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** `02:13:44`, without the day. */
export function clockUtc(at: string): string {
  return isoOf(at)?.slice(11, 19) ?? at;
}

/** `07:33:48 UTC`, with the day where `beside` is of another one. */
export function sinceUtc(at: string, beside: string): string {
  const [iso, other] = [isoOf(at), isoOf(beside)];
  return iso !== null && other?.slice(0, 10) === iso.slice(0, 10) ? `${clockUtc(at)} UTC` : momentUtc(at);
}

/** `07:33 UTC`, for what people set themselves; with the day where `beside` is of another one. */
export function untilUtc(at: string, beside: string): string {
  const [iso, other] = [isoOf(at), isoOf(beside)];
  if (iso === null) return at;
  const day = other?.slice(0, 10) === iso.slice(0, 10) ? '' : `${iso.slice(0, 10)} `;
  return `${day}${iso.slice(11, 16)} UTC`;
}

/** `07:33 to 09:52 UTC`; with the days when there are two. */
export function spanUtc(from: string, to: string): string {
  const [first, last] = [isoOf(from), isoOf(to)];
  if (first === null || last === null) return `${from} to ${to}`;
  if (first.slice(0, 10) === last.slice(0, 10)) return `${first.slice(11, 16)} to ${last.slice(11, 16)} UTC`;
  return `${first.slice(0, 16).replace('T', ' ')} to ${last.slice(0, 16).replace('T', ' ')} UTC`;
}

function isoOf(at: string): string | null {
  const milliseconds = Date.parse(at);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}
