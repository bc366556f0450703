// Who may come in at all: no page of another origin, no foreign name that leads here, and to the page only who knows its key.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A name that resolves to this machine does not make a foreign page ours (DNS rebinding): the names are counted. */
export function isForeign(headers: IncomingHttpHeaders, baseUrl: string): boolean {
  const { host, port } = new URL(baseUrl);
  const own = [host, `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`];
  if (!own.includes(headers.host ?? '')) return true;
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`) return true;
  // What a foreign page embeds carries no Origin. Following a link to here is allowed: the page's key is asked for all the same.
  const site = headers['sec-fetch-site'] ?? 'none';
  return !['same-origin', 'none'].includes(String(site)) && headers['sec-fetch-mode'] !== 'navigate';
}

/** The page's session: the key of the printed address, kept by the browser in a cookie that no other site can send. */
export class PageKey {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  /** Cookies do not know ports: two demos on one machine must not take each other's. */
  #cookieName(baseUrl: string): string {
    return `workspace-${new URL(baseUrl).port}`;
  }

  opens(request: IncomingMessage, url: URL, baseUrl: string): boolean {
    return this.#isKey(url.searchParams.get('key')) || this.#isKey(this.#cookie(request, baseUrl));
  }

  /** For the answer to the printed address. */
  setCookie(baseUrl: string): string {
    return `${this.#cookieName(baseUrl)}=${this.#key}; Path=/; HttpOnly; SameSite=Strict`;
  }

  #cookie(request: IncomingMessage, baseUrl: string): string | null {
    const name = `${this.#cookieName(baseUrl)}=`;
    const found = (request.headers.cookie ?? '')
      .split(';')
      .map((one) => one.trim())
      .find((one) => one.startsWith(name));
    return found?.slice(name.length) ?? null;
  }

  #isKey(given: string | null): boolean {
    return given !== null && sameSecret(given, this.#key);
  }
}

/** Takes as long for a wrong secret as for a right one. */
export function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
