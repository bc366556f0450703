// Who uses the service while it is made to suffer: people who type, a monitoring system that posts each alert twice; and what was promised to them.

import { setTimeout as sleep } from 'node:timers/promises';
import { alertSecret, incidents, until } from './stage.mjs';

const people = 8;
/** Whoever is not answered for so long types on; else this would measure how much a busy machine can take, not what it forgets. */
const patienceMs = 20_000;

/** What was acknowledged must be said, once; and kept, for alerts. */
export function loadOn({ slack, channel, port }) {
  const counts = { typed: 0, acked: 0, slow: 0, posted: 0 };
  /** Note → who wrote it, and when (ms). */
  const promised = new Map();
  const keptAlerts = new Set();
  const said = new Map();
  let isOver = false;
  let heads = [];

  /** Every other turn is a note, which is an act; the rest are questions. */
  async function person(index) {
    for (let turn = 0; !isOver; turn += 1) {
      const number = counts.typed;
      counts.typed += 1;
      const isNote = turn % 2 === 0;
      const tunnel = `tunnel-${(number % 60) + 1}`;
      const questions = ['list', `status ${tunnel}`, 'incidents', `history ${tunnel}`];
      const note = `incident inc-load${(number % incidents) + 1} note soak note ${number}`;
      const text = isNote ? note : questions[(turn >> 1) % questions.length];
      const user = slack.people[index % slack.people.length].id;
      // Before it is typed: an answer may stand there before we hear of the acknowledgement.
      const at = Date.now();
      const ack = await slack
        .typeCommand({ user, channel: channel.id, text: `/ipsec ${text}` })
        .catch(() => ({ state: 'failed' }));
      if (ack.state === 'acked') counts.acked += 1;
      if (ack.state === 'acked' && ack.latencyMs > 3000) counts.slow += 1;
      // A text in the acknowledgement says that it could not be kept.
      const isPromised = isNote && ack.state === 'acked' && !ack.response?.text;
      if (isPromised) promised.set(String(number), { user, at });
      await sleep(ack.state === 'acked' ? 150 : 1000);
      if (isPromised) await until(() => isOver || said.has(String(number)), patienceMs);
    }
  }

  async function monitor() {
    for (let number = 0; !isOver; number += 1) {
      const fingerprint = number.toString(16).padStart(16, '0');
      const body = alertBody(number, fingerprint);
      const headers = { authorization: `Bearer ${alertSecret}`, 'content-type': 'application/json' };
      for (let time = 0; time < 2; time += 1) {
        counts.posted += 1;
        const url = `http://127.0.0.1:${port}/alerts/alertmanager`;
        const reply = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
        if (reply?.status === 202) keptAlerts.add(fingerprint);
      }
      await sleep(250);
    }
  }

  return {
    ...{ counts, promised, keptAlerts },
    headCount() {
      heads = slack.messages('netops').filter(({ text }) => /inc-load\d+/.test(text));
      return heads.length;
    },
    run: () => Promise.all([...Array.from({ length: people }, (_, index) => person(index)), monitor()]),
    stop() {
      isOver = true;
    },
    /** Reads the threads. @returns the notes that were promised and are not said yet */
    missing() {
      for (const head of heads)
        for (const { text, ts } of slack.thread('netops', head.ts)) {
          const note = /soak note (\d+)\b/.exec(text)?.[1];
          if (note !== undefined) said.set(note, (said.get(note) ?? new Set()).add(ts));
        }
      return [...promised.keys()].filter((note) => !said.has(note));
    },
    /** Whether its writer was told that it was not done: the database did not take it, and they may write it again. */
    wasRefused(note) {
      const { user, at } = promised.get(note);
      return slack
        .ephemerals(user)
        .some(({ text, ts }) => Number(ts) * 1000 > at && /not done|went wrong/.test(text));
    },
    /** What its writer was told alone since, for whoever looks for the reason. */
    toldAbout(note) {
      const { user, at } = promised.get(note);
      const told = slack.ephemerals(user).filter(({ ts }) => Number(ts) * 1000 > at);
      return {
        note,
        at: new Date(at).toISOString(),
        told: told.slice(0, 3).map(({ text, ts }) => `${ts} ${text.slice(0, 120)}`),
      };
    },
    twice: () => [...said].filter(([, all]) => all.size > 1).map(([note]) => note),
  };
}

/** Of a tunnel that nobody has, so that it opens nothing. Source: prometheus.io/docs/alerting/latest/configuration/#webhook_config. */
function alertBody(number, fingerprint) {
  const alert = {
    status: 'firing',
    labels: { alertname: 'IPsecTunnelDown', tunnel: `nobody-${number}` },
    annotations: {},
    startsAt: new Date().toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    fingerprint,
  };
  const group = { groupKey: '{}', groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: '' };
  return JSON.stringify({ version: '4', status: 'firing', receiver: 'x', ...group, alerts: [alert] });
}
