// What is pasted into an incident's thread and what is only said there, as Slack hands it over.

import { describe, expect, it } from 'vitest';
import { isMeant, pastedText } from '../../../../src/slack/threads/dropped.js';

const lines = [
  '2026-03-01T11:59:00Z gw charon: 09[NET] received packet: from 198.51.100.1[500] to 203.0.113.1[500]',
  "2026-03-01T11:59:01Z gw charon: 11[IKE] tried 1 shared key for 'a' - 'b', but MAC mismatched",
  '2026-03-01T11:59:01Z gw charon: 11[ENC] generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]',
];
const log = lines.join('\n');

describe('a pasted log', () => {
  it.each([
    ['plain', log],
    ['fenced, its first line right behind the fence', `\`\`\`${log}\`\`\``],
    ['fenced with line breaks', `\`\`\`\n${log}\n\`\`\``],
    ['fenced with a language', `\`\`\`text\n${log}\n\`\`\``],
    ['fenced below a sentence', `This is what they sent:\n\`\`\`${log}\`\`\` What do you think?`],
    ['in two fences', `\`\`\`${lines[0]}\n${lines[1]}\`\`\`\n\`\`\`${lines[2]}\`\`\``],
  ])('is meant, and every line of it stays whole: %s', (_, text) => {
    expect(isMeant(text)).toBe(true);
    expect(
      pastedText(text)
        .split('\n')
        .filter((line) => lines.includes(line)),
    ).toEqual(lines);
  });

  it.each([
    'They see:\n```%ASA-4-750003: IKEv2 Negotiation aborted due to ERROR: Failed to find a matching policy```',
    '```status="negotiate_error" logdesc="IPsec phase 1 error" reason="peer SA proposal not match local policy"```',
  ])('is meant between fences, however short and without a clock: %j', (text) => {
    expect(isMeant(text)).toBe(true);
  });

  it('loses what Slack added to it', () => {
    const text =
      'a &lt;14&gt; <http://vpn1.globex.example|vpn1.globex.example> <mailto:a@b.example|a@b.example> &amp; c';
    expect(pastedText(text)).toBe('a <14> vpn1.globex.example a@b.example & c');
  });
});

describe('a pasted configuration', () => {
  const config =
    'config vpn ipsec phase1-interface\n    edit "to-paris"\n        set remote-gw 192.0.2.10\n        set proposal aes256-sha256\n    next\nend';

  it.each([
    ['fenced below a sentence', `They sent this:\n\`\`\`${config}\`\`\``],
    ['without a fence', config],
    [
      'some lines of Junos',
      '```set security ike gateway g address 192.0.2.1\nset security ike gateway g ike-policy p\nset security ike gateway g version v2-only```',
    ],
  ])('is meant: %s', (_, text) => {
    expect(isMeant(text)).toBe(true);
  });

  it.each(['```', '```text\n'])('is handed on without the sentence above it: %j', (fence) => {
    expect(pastedText(`They sent this:\n${fence}${config}\`\`\` see?`).trim()).toBe(config);
  });

  it.each([
    'I typed\nset security ike gateway g address 192.0.2.1\nand committed',
    'Run ```config vpn ipsec phase1-interface``` and tell me\nthen\nwe see',
  ])('is not meant where somebody only quotes a command: %j', (text) => {
    expect(isMeant(text)).toBe(false);
  });
});

describe('talk', () => {
  it.each([
    'ok, I will ask them at 10:15:00',
    'Two things:\n1. Globex is asked at 10:15:00.\n2. Nobody touches fw-oslo.\nThanks',
    'Plan\n- 10:15 call\n- 10:30 change\n- 10:45 test',
    'first, second\nthird, fourth\nfifth, sixth',
    'They say that there was a NO_PROPOSAL_CHOSEN in their log',
    'Run ```show vpn ike-sa``` and tell me',
  ])('is not meant: %j', (text) => {
    expect(isMeant(text)).toBe(false);
  });
});
