// `doctor` as people and programs read it: what failed first, and the exit that a program sees.

import { expect, it } from 'vitest';
import { openAccess } from '../../../../src/access/access.js';
import { composeCaptured } from '../../../../src/capabilities/doctor/captured.js';
import { doctorCommand } from '../../../../src/capabilities/doctor/command.js';
import { doctorAnswer } from '../../../../src/capabilities/doctor/schema.js';
import { Installation } from '../../../../src/checks/installation.js';
import { createDispatcher } from '../../../../src/commands/dispatch.js';
import { type Check, type CheckFinding, fails, skips, warns, well } from '../../../../src/domain/check.js';
import { gap } from '../../../../src/domain/observation.js';
import { renderTerminal } from '../../../../src/render/terminal.js';
import { ManualClock } from '../../../support/manualClock.js';
import { requireAnswer } from '../../commands/declaredAnswers.js';
import { capturingNothing } from '../../doubles/capturing.js';
import { engineOver } from '../../doubles/engine.js';

const clock = new ManualClock();
const at = clock.now().toISOString();
const check = (what: string, finding: CheckFinding): Check => ({ what, needs: [], run: async () => finding });

function dispatcherOver(findings: readonly CheckFinding[], access = openAccess) {
  const checks = findings.map((finding, index) => check(`fw-a: check ${index + 1}`, finding));
  const throws = (error: unknown) => {
    throw error;
  };
  const installation = new Installation({
    groups: async () => [{ name: 'fw-a', checks }],
    clock,
    onFault: throws,
  });
  return createDispatcher({
    ...engineOver({ clock, devices: [], sampleMs: 0 }),
    commands: [doctorCommand({ installation, capturing: capturingNothing(clock) })],
    access,
    questionMs: 1000,
    onFault: throws,
  });
}

async function ask(findings: readonly CheckFinding[], words = 'doctor', access = openAccess) {
  return await dispatcherOver(findings, access).run(words, {
    asker: { id: 'UADA', name: 'ada', channel: 'C1', via: 'chat' },
    signal: new AbortController().signal,
  });
}

const text = (report: Awaited<ReturnType<typeof ask>>) =>
  renderTerminal(report, { color: false, width: 100, now: clock.now(), zone: 'UTC' });

it('says first what failed, with what to do, then the warnings', async () => {
  const report = await ask([
    well('fine'),
    warns('It is old.', 'Renew it.'),
    fails('It is refused.', 'Obtain a new one.'),
    skips('Not looked at.'),
  ]);
  expect(report.title).toBe('Installation: 1 failed, 1 warning, 1 not looked at of 4 checks');
  const lines = text(report).split('\n');
  expect(lines[1]).toContain('fw-a: check 3: It is refused. Obtain a new one.');
  expect(lines[2]).toContain('fw-a: check 2: It is old. Renew it.');
  expect(report).toMatchObject({ failed: true, tone: 'bad', audience: 'asker' });
  requireAnswer(report, doctorAnswer);
});

it('is one line for all that is in order, and with --details one for each check', async () => {
  const short = await ask([well('fine'), well('good')]);
  expect(short.title).toBe('Installation: all 2 checks in order');
  expect(text(short)).toContain('In order: 2 checks (fw-a).');
  expect(text(short)).not.toContain('good');
  expect(short.failed).toBeUndefined();
  expect(text(await ask([well('fine'), well('good')], 'doctor --details'))).toContain('good');
});

it('never takes what was not looked at for well', async () => {
  const report = await ask([skips('Not looked at.')]);
  expect(report.tone).toBe('unknown');
  expect(report.title).toBe('Installation: 1 not looked at of 1 check');
});

it('needs the right to operate, where rights are given out', async () => {
  const rule = (may: 'operate' | 'triage') => ({
    ...openAccess,
    rules: [{ who: { users: ['UADA'], groups: [], channels: [] }, tunnels: [], may: [may] }],
  });
  expect((await ask([well('fine')], 'doctor', rule('triage'))).title).toContain('`operate`');
  expect((await ask([well('fine')], 'doctor', rule('operate'))).kind).toBe('doctor');
});

it('takes a capture on the terminal alone, and tells nobody else of it', async () => {
  const words = ['--capture replies', '--keep-addresses'];
  for (const word of words)
    expect((await ask([well('fine')], `doctor ${word}`)).title).toMatch(/is taken on the terminal alone/);
  expect(text(await ask([], 'help doctor'))).not.toContain('--capture');
});

it('says after a capture which device is which folder, and what was not answered', () => {
  const gaps = [
    gap({
      reason: 'unauthorized',
      says: 'It may not.',
      remedy: 'Ask.',
      device: 'fw-a',
      request: 'show x',
      at,
    }),
  ];
  const report = composeCaptured('replies', [
    { device: 'fw-a', as: 'device-1', answered: 12, gaps },
    { device: 'fw-b', as: 'device-2', answered: 0, gaps },
  ]);
  expect(report).toMatchObject({ title: '12 replies of 2 devices written to replies', unread: 'part' });
  expect(text(report)).toMatch(/fw-a +device-1: 12 replies, 1 not answered/);
  expect(text(report)).toContain('show x It may not.');
  requireAnswer(report, doctorAnswer);
});
