// Secrets that are told by their own shape, wherever they stand.

import { run, upTo } from '../ending.js';
import type { LineForm } from '../form.js';

export const tokenForms: readonly LineForm[] = [
  {
    id: 'slack-token',
    vendor: 'Slack',
    has: ['xox', 'xapp-'],
    before: /(?<![A-Za-z0-9])(?=x(?:ox[a-z]|app)-[A-Za-z0-9%.-]{6})/g,
    ends: run(/x(?:ox[a-z]|app)-[A-Za-z0-9%.-]{6,400}/y),
    example: { text: 'token of 203.0.113.9 xoxb-{key}', keeps: ['203.0.113.9'], keys: 'hex' },
    stays: ['box-203'],
  },
  {
    id: 'slack-webhook',
    vendor: 'Slack',
    has: ['hooks.slack'],
    before: /\bhooks\.slack(?:-gov)?\.com\/[a-z]{1,20}\//gi,
    ends: run(/[\w/.-]{4,400}/y),
    example: {
      text: 'https://hooks.slack.com/services/{key}',
      keeps: ['hooks.slack.com/services/'],
      keys: 'hex',
    },
    stays: ['https://hooks.slack.com/'],
  },
  {
    id: 'signed-token',
    vendor: 'JWT',
    has: ['eyj'],
    before: /(?<![A-Za-z0-9])(?=eyJ[\w-]{8})/g,
    ends: run(/eyJ[\w-]{8,4000}(?:\.[\w-]{0,4000}){0,4}/y),
    example: { text: 'for 203.0.113.9 eyJhbGciOiJIUzI1NiJ9.{key}', keeps: ['203.0.113.9'], keys: 'hex' },
    stays: ['eyJ is short'],
  },
  {
    id: 'api-key-panos',
    vendor: 'PAN-OS',
    has: ['lufrp'],
    before: /(?=LUFRP[A-Za-z0-9+/]{10})/g,
    ends: run(/LUFRP[A-Za-z0-9+/=]{10,400}/y),
    example: { text: 'fw-a LUFRPT1{key}== fw-b', keeps: ['fw-a', 'fw-b'], keys: 'hex' },
    stays: ['LUFRPT'],
  },
  {
    id: 'master-key-encrypted',
    vendor: 'PAN-OS',
    has: ['-aq=='],
    before: /(?<![A-Za-z0-9+/])(?=-AQ==[A-Za-z0-9+/=]{12})/g,
    ends: run(/-AQ==[A-Za-z0-9+/=]{12,4000}/y),
    example: { text: 'gateway hub -AQ=={key}', keeps: ['gateway hub'], keys: 'base64' },
    stays: ['-AQ== alone'],
  },
  {
    id: 'authorization-header',
    vendor: 'any',
    has: ['bearer ', 'basic '],
    before: /\b(?:Bearer|Basic)\s{1,4}(?=[A-Za-z0-9._~+/=-]{8})(?=[A-Za-z._~+/=-]{0,200}[\d=+/])/gi,
    ends: run(/[A-Za-z0-9._~+/=-]{8,4000}/y),
    example: { text: 'Proxy said Bearer {key}9', keeps: ['Proxy said Bearer'], keys: 'hex' },
    stays: ['basic authentication failed'],
  },
  {
    id: 'hash',
    vendor: 'any',
    has: ['$'],
    before:
      /(?=\$(?:1|2[abxy]?|5|6|7|8|9|14|y|apr1|sha1|pbkdf2[\w-]{0,20}|argon2id?|scrypt)\$[A-Za-z0-9./$+=,-]{4})/g,
    ends: run(
      /\$(?:1|2[abxy]?|5|6|7|8|9|14|y|apr1|sha1|pbkdf2[\w-]{0,20}|argon2id?|scrypt)\$[A-Za-z0-9./$+=,-]{4,600}/y,
    ),
    example: {
      text: 'gateway 203.0.113.9 has $14$a{key}',
      keeps: ['gateway 203.0.113.9 has'],
      keys: 'base64',
    },
    stays: ['costs $5 and $6'],
  },
  {
    id: 'private-key-line',
    vendor: 'PEM',
    has: ['-----begin'],
    before: /-----BEGIN (?:[A-Z0-9 ]{0,40} )?PRIVATE KEY(?: BLOCK)?-----/g,
    ends: upTo(/-----END (?:[A-Z0-9 ]{0,40} )?PRIVATE KEY(?: BLOCK)?-----/g),
    example: {
      text: '"key": "-----BEGIN PRIVATE KEY-----\\n{key}\\n-----END PRIVATE KEY-----\\n"',
      keeps: ['"key"'],
      keys: 'base64',
    },
    stays: ['-----BEGIN CERTIFICATE-----'],
  },
  {
    id: 'cloud-token',
    vendor: 'GitHub, GitLab, Google, Azure, AWS',
    has: ['gh', 'glpat-', 'aiza', 'accountkey=', 'akia'],
    before: /(?<![A-Za-z0-9])(?=gh[pousr]_[A-Za-z0-9]{20}|glpat-[\w-]{16}|AIza[\w-]{30})|\bAccountKey=/g,
    ends: run(/[\w+/=-]{16,400}/y),
    example: { text: 'repository hub ghp_{key}', keeps: ['repository hub'], keys: 'hex' },
    stays: ['ghost'],
  },
];
