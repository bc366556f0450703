// What goes wrong in an endurance run: a name for each, what happens, and what puts it right again after its time.

import { spawnSync } from 'node:child_process';

/** @param database how PostgreSQL is stopped and started; null for the embedded store. */
export function faultsOf({ fleet, slack, service, disk }, { database, isConnected }) {
  const anywhere = (index) => fleet.firewalls[index % fleet.firewalls.length];
  const clock = (minutes) => ({
    happen: () => service.ask({ setClock: minutes * 60_000 }),
    end: () => service.ask({ setClock: 0 }).catch(() => undefined),
  });
  const inject = (fault) => ({ happen: (step) => anywhere(step).inject(fault) });
  return [
    ['a slow firewall', inject({ kind: 'slow', delayMs: 3000 })],
    ['Slack: 429', { happen: () => slack.faults.rateLimit('chat.postMessage', 5, 1) }],
    ['a firewall that hangs', inject({ kind: 'hang' })],
    [
      'the process is killed',
      {
        endsProcess: true,
        async happen() {
          await service.kill();
          await service.start(isConnected);
        },
      },
    ],
    [
      'the process is stopped and started',
      {
        endsProcess: true,
        async happen() {
          await service.close();
          await service.start(isConnected);
        },
      },
    ],
    // As a virtual machine that is moved, and for longer than a command may take.
    ['the process stands still for 70 seconds', { happen: () => service.pause(70_000) }],
    [
      'replies of Slack are lost',
      { happen: () => slack.faults.next('chat.postMessage', { kind: 'lost-reply' }, 3) },
    ],
    ['a firewall that answers garbage', inject({ kind: 'garbage' })],
    ['Slack is down', { happen: () => slack.faults.next('*', { kind: 'status', status: 503 }, 40) }],
    ['the clock is set ahead by 70 minutes', clock(70)],
    ['sockets of Slack break', { happen: () => slack.faults.dropSockets() }],
    ...(disk === null ? [] : [['the disk is full', { happen: disk.fill, end: disk.empty }]]),
    ...(database === null
      ? []
      : [
          ['the database is restarted', { happen: () => database('restart', '-m', 'fast') }],
          [
            'the database is away',
            { happen: () => database('stop', '-m', 'immediate'), end: () => database('start') },
          ],
        ]),
    ['a firewall that refuses', inject({ kind: 'http-status', status: 503 })],
    ['the clock is set back by 70 minutes', clock(-70)],
    ['events come twice', { happen: () => slack.faults.redeliverEvents(5) }],
    ['nothing', { happen: () => undefined }],
  ];
}

/** By the throwaway cluster of scripts/with-postgres.sh; null without one. */
export function databaseControl({ TEST_DATABASE_CONTROL: control }) {
  if (!control) return null;
  return (...words) => {
    // What it starts must not hold a pipe of ours.
    const ran = spawnSync(control, words, { stdio: 'ignore' });
    if (ran.status !== 0) throw new Error(`PostgreSQL could not do this: ${words.join(' ')}`);
  };
}
