// `keygen URL`: obtains an API key once; the password is asked for and kept nowhere.

import { optionValue } from '../commands/command.js';
import { type Declaration, plain } from '../commands/declaration.js';
import { usage } from '../commands/words.js';
import { Problem } from '../domain/problem.js';
import { fileTrouble, readSmallFile } from '../support/files.js';
import { holdsCertificate } from '../support/pem.js';
import { proxySetting, type WebProxy } from '../support/proxy.js';
import { type KeygenParts, type TerminalCommand, terminalHelp } from './terminal.js';

interface KeygenFlags {
  readonly user: string;
  /** PEM file of an authority. */
  readonly ca?: string;
  readonly fingerprint256?: string;
  readonly proxy?: string;
  /** A file that holds `USER:PASSWORD`. */
  readonly proxyLogin?: string;
}

const declaration: Declaration = {
  ...plain,
  name: 'keygen',
  words: 'URL',
  positionals: { least: 1, most: 1 },
  options: [
    {
      name: 'user',
      type: 'text',
      value: 'NAME',
      summary: 'an administrator whose role may only read',
      required: true,
    },
    {
      name: 'ca',
      type: 'file',
      value: 'FILE',
      summary: 'PEM file of the authority that signed its certificate',
    },
    { name: 'fingerprint256', type: 'text', value: 'HEX', summary: 'SHA-256 fingerprint of its certificate' },
    {
      name: 'proxy',
      type: 'text',
      value: 'URL',
      summary: 'an HTTP proxy on the way to it; TLS goes through to the firewall',
    },
    {
      name: 'proxy-login',
      type: 'file',
      value: 'FILE',
      summary: 'a file that holds USER:PASSWORD of the proxy',
    },
  ],
  summary: 'Obtains an API key from a PAN-OS firewall; the password is asked for, or read from stdin.',
  examples: ['keygen https://firewall.example --user reader --ca ca.pem'],
  right: 'none',
};
const help = terminalHelp(declaration);

export const keygenCommand: TerminalCommand = {
  declaration,
  answers: 'text',
  async run(words, outside) {
    const [url = ''] = words.positionals;
    const ca = optionValue(words, 'ca');
    const fingerprint256 = optionValue(words, 'fingerprint256');
    const proxy = optionValue(words, 'proxy');
    const proxyLogin = optionValue(words, 'proxy-login');
    const flags: KeygenFlags = {
      user: optionValue(words, 'user') ?? '',
      ...(ca === null ? {} : { ca }),
      ...(fingerprint256 === null ? {} : { fingerprint256 }),
      ...(proxy === null ? {} : { proxy }),
      ...(proxyLogin === null ? {} : { proxyLogin }),
    };
    return { text: `${await keygen(url, flags, outside)}\n`, exit: 0 };
  },
};

/** @returns the key. @throws Problem for bad usage, and `no-device` when the firewall gives none. */
async function keygen(url: string, flags: KeygenFlags, parts: KeygenParts): Promise<string> {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw usage(`"${url.slice(0, 200)}" is not an https:// address`, help);
  }
  const ca = flags.ca === undefined ? null : await readSmallFile(flags.ca);
  if (ca && !ca.ok) throw usage(`The CA file ${flags.ca ?? ''} cannot be used: ${fileTrouble[ca.why]}`, help);
  if (ca?.ok && !holdsCertificate(ca.text))
    throw usage(`The CA file ${flags.ca ?? ''} holds no PEM certificate that can be read`, help);
  const pin = flags.fingerprint256?.replaceAll(/[:\s]/g, '') ?? null;
  if (pin !== null && !/^[0-9a-f]{64}$/i.test(pin))
    throw usage('The fingerprint is not 64 hex digits, as those of SHA-256 are', help);
  const proxy = await proxyOf(flags);
  const password = await parts.askPassword(`Password of ${flags.user}: `);
  if (password === null || password === '') throw usage('No password was given', help);
  const outcome = await parts.obtain({
    url,
    user: flags.user,
    password,
    ca: ca?.ok ? ca.text : undefined,
    fingerprint256: flags.fingerprint256,
    proxy,
  });
  if (outcome.ok) return outcome.value;
  throw new Problem('no-device', {
    detail: outcome.fault.says,
    hint: outcome.fault.remedy,
  });
}

/** @throws Problem for an address that no proxy has, and a file that cannot be read. */
async function proxyOf({ proxy: address, proxyLogin: path }: KeygenFlags): Promise<WebProxy | null> {
  if (address === undefined && path === undefined) return null;
  const known = proxySetting.safeParse({ url: address ?? '' });
  if (!known.success)
    throw usage(
      '--proxy must be an address such as http://proxy.example.net:3128, without user or path',
      help,
    );
  if (path === undefined) return { url: known.data.url, login: null };
  const file = await readSmallFile(path);
  if (!file.ok) throw usage(`The file ${path} cannot be used: ${fileTrouble[file.why]}`, help);
  const login = file.text.trim();
  if (!/^[^:\s]+:\S/.test(login)) throw usage(`The file ${path} does not hold USER:PASSWORD`, help);
  return { url: known.data.url, login: async () => login };
}
